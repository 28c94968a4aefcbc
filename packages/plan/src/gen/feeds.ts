/** What each option feeds, as tests/src/options/probes.test.ts observed it; GHAF_UPDATE_GOLDEN=1 makes it anew. */

export const FEEDS: Readonly<Record<string, readonly string[]>> = {
  "ghaf.build": [
    "<vm>:/etc/hosts",
    "<vm>:/etc/nftables.conf",
    "ghaf-host:/etc/hosts",
    "ghaf-host:/etc/nftables.conf",
    "ghaf-host:/etc/systemd/network/10-virbr0.network",
    "ghaf-host:/var/lib/microvms/<vm>/spec.json",
    "net-vm:/etc/systemd/resolved.conf.d/50-ghaf.conf",
  ],
  "ghaf.checks.waive": [
    "ghaf check",
  ],
  "ghaf.development.ssh.daemon.enable": [
    "<vm>:/etc/nftables.conf",
    "ghaf-host:/etc/nftables.conf",
  ],
  "ghaf.givc.adminConfig.addr": [
    "<vm>:/etc/givc-agent/config.json",
    "ghaf-host:/etc/givc-agent/config.json",
  ],
  "ghaf.givc.adminConfig.name": [
    "<vm>:/etc/givc-agent/config.json",
    "ghaf-host:/etc/givc-agent/config.json",
  ],
  "ghaf.givc.adminConfig.port": [
    "<vm>:/etc/givc-agent/config.json",
    "admin-vm:/etc/givc-admin/config.json",
    "admin-vm:/etc/nftables.conf",
    "ghaf-host:/etc/givc-agent/config.json",
    "ghaf-host:/etc/nftables.conf",
  ],
  "ghaf.givc.appPrefix": [
    "<app>-vm:/etc/givc-agent/config.json",
  ],
  "ghaf.givc.enable": [
    "<vm>:/etc/givc-agent/config.json",
    "<vm>:/etc/nftables.conf",
    "admin-vm:/etc/givc-admin/config.json",
    "ghaf-host:/etc/givc-agent/config.json",
    "ghaf-host:/etc/nftables.conf",
  ],
  "ghaf.givc.enableTls": [
    "<vm>:/etc/givc-agent/config.json",
    "admin-vm:/etc/givc-admin/config.json",
    "ghaf-host:/etc/givc-agent/config.json",
  ],
  "ghaf.givc.host.enable": [
    "admin-vm:/etc/givc-admin/config.json",
    "ghaf-host:/etc/givc-agent/config.json",
    "ghaf-host:/etc/nftables.conf",
  ],
  "ghaf.givc.idsExtraArgs": [
    "<app>-vm:/etc/givc-agent/config.json",
  ],
  "ghaf.hardware.definition.audio.kernelConfig.kernelParams": [
    "ghaf-host:/var/lib/microvms/audio-vm/spec.json",
  ],
  "ghaf.hardware.definition.audio.pciDevices.*.path": [
    "ghaf-host:/var/lib/microvms/audio-vm/spec.json",
  ],
  "ghaf.hardware.definition.gpu.kernelConfig.kernelParams": [
    "ghaf-host:/var/lib/microvms/gui-vm/spec.json",
  ],
  "ghaf.hardware.definition.gpu.pciDevices.*.path": [
    "ghaf-host:/var/lib/microvms/gui-vm/spec.json",
  ],
  "ghaf.hardware.definition.input.keyboard.evdev": [
    "ghaf-host:/var/lib/microvms/gui-vm/spec.json",
  ],
  "ghaf.hardware.definition.input.misc.evdev": [
    "ghaf-host:/var/lib/microvms/gui-vm/spec.json",
  ],
  "ghaf.hardware.definition.input.mouse.evdev": [
    "ghaf-host:/var/lib/microvms/gui-vm/spec.json",
  ],
  "ghaf.hardware.definition.input.touchpad.evdev": [
    "ghaf-host:/var/lib/microvms/gui-vm/spec.json",
  ],
  "ghaf.hardware.definition.memoryMiB": [
    "ghaf check",
  ],
  "ghaf.hardware.definition.network.kernelConfig.kernelParams": [
    "ghaf-host:/var/lib/microvms/net-vm/spec.json",
  ],
  "ghaf.hardware.definition.network.pciDevices.*.name": [
    "net-vm:/etc/givc-agent/config.json",
  ],
  "ghaf.hardware.definition.network.pciDevices.*.path": [
    "ghaf-host:/var/lib/microvms/net-vm/spec.json",
  ],
  "ghaf.hardware.definition.usb.external.*.name": [
    "ghaf-host:/var/lib/microvms/<app>-vm/spec.json",
    "ghaf-host:/var/lib/microvms/audio-vm/spec.json",
  ],
  "ghaf.hardware.definition.usb.external.*.productId": [
    "ghaf-host:/var/lib/microvms/<app>-vm/spec.json",
  ],
  "ghaf.hardware.definition.usb.external.*.vendorId": [
    "ghaf-host:/var/lib/microvms/<app>-vm/spec.json",
  ],
  "ghaf.hardware.definition.usb.internal.*.hostbus": [
    "ghaf-host:/var/lib/microvms/<app>-vm/spec.json",
  ],
  "ghaf.hardware.definition.usb.internal.*.hostport": [
    "ghaf-host:/var/lib/microvms/<app>-vm/spec.json",
  ],
  "ghaf.hardware.definition.usb.internal.*.name": [
    "ghaf-host:/var/lib/microvms/<app>-vm/spec.json",
    "ghaf-host:/var/lib/microvms/audio-vm/spec.json",
  ],
  "ghaf.hardware.definition.usb.internal.*.productId": [
    "ghaf-host:/var/lib/microvms/<app>-vm/spec.json",
  ],
  "ghaf.hardware.definition.usb.internal.*.vendorId": [
    "ghaf-host:/var/lib/microvms/<app>-vm/spec.json",
  ],
  "ghaf.hardware.devices.audiovmPCIPassthroughModule": [
    "ghaf-host:/var/lib/microvms/audio-vm/spec.json",
  ],
  "ghaf.hardware.devices.guivmPCIPassthroughModule": [
    "ghaf-host:/var/lib/microvms/gui-vm/spec.json",
  ],
  "ghaf.hardware.devices.guivmVirtioInputHostEvdevModule": [
    "ghaf-host:/var/lib/microvms/gui-vm/spec.json",
  ],
  "ghaf.hardware.devices.netvmPCIPassthroughModule": [
    "ghaf-host:/var/lib/microvms/net-vm/spec.json",
  ],
  "ghaf.hardware.nvidia.orin.enable": [
    "ghaf-host:/var/lib/microvms/<app>-vm/spec.json",
    "ghaf-host:/var/lib/microvms/net-vm/spec.json",
  ],
  "ghaf.hardware.usb.external.enable": [
    "ghaf-host:/var/lib/microvms/<app>-vm/spec.json",
    "ghaf-host:/var/lib/microvms/gui-vm/spec.json",
  ],
  "ghaf.hardware.usb.external.qemuExtraArgs": [
    "ghaf-host:/var/lib/microvms/<app>-vm/spec.json",
    "ghaf-host:/var/lib/microvms/gui-vm/spec.json",
  ],
  "ghaf.hardware.usb.internal.enable": [
    "ghaf-host:/var/lib/microvms/<app>-vm/spec.json",
    "ghaf-host:/var/lib/microvms/audio-vm/spec.json",
    "ghaf-host:/var/lib/microvms/gui-vm/spec.json",
  ],
  "ghaf.hardware.usb.internal.qemuExtraArgs": [
    "ghaf-host:/var/lib/microvms/<app>-vm/spec.json",
    "ghaf-host:/var/lib/microvms/audio-vm/spec.json",
    "ghaf-host:/var/lib/microvms/gui-vm/spec.json",
  ],
  "ghaf.hardware.usb.vhotplug.enable": [
    "ghaf-host:/var/lib/microvms/gui-vm/spec.json",
  ],
  "ghaf.hardware.usb.vhotplug.enableEvdevPassthrough": [
    "ghaf-host:/var/lib/microvms/gui-vm/spec.json",
  ],
  "ghaf.hardware.usb.vhotplug.pcieBusPrefix": [
    "ghaf-host:/var/lib/microvms/gui-vm/spec.json",
  ],
  "ghaf.hardware.usb.vhotplug.pciePortCount": [
    "ghaf-host:/var/lib/microvms/gui-vm/spec.json",
  ],
  "ghaf.host.networking.enable": [
    "<vm>:/etc/hosts",
    "<vm>:/etc/nftables.conf",
    "<vm>:/etc/resolv.conf",
    "ghaf-host:/etc/hosts",
    "ghaf-host:/etc/nftables.conf",
    "ghaf-host:/etc/systemd/network/10-virbr0.netdev",
    "ghaf-host:/etc/systemd/network/10-virbr0.network",
    "ghaf-host:/var/lib/microvms/<vm>/spec.json",
    "net-vm:/etc/sysctl.d/50-ghaf-forward.conf",
    "net-vm:/etc/systemd/resolved.conf.d/50-ghaf.conf",
    "net-vm:/etc/systemd/system/multi-user.target.d/50-ghaf-systemd-resolved.service.conf",
  ],
  "ghaf.host.powercontrol.enable": [
    "ghaf-host:/etc/givc-agent/config.json",
  ],
  "ghaf.kernel.audiovm.kernelParams": [
    "ghaf-host:/var/lib/microvms/audio-vm/spec.json",
  ],
  "ghaf.kernel.guivm.kernelParams": [
    "ghaf-host:/var/lib/microvms/gui-vm/spec.json",
  ],
  "ghaf.layout": [
    "<vm>:/etc/givc-agent/config.json",
    "<vm>:/etc/hosts",
    "<vm>:/etc/nftables.conf",
    "admin-vm:/etc/givc-admin/config.json",
    "ghaf-host:/etc/givc-agent/config.json",
    "ghaf-host:/etc/hosts",
    "ghaf-host:/etc/nftables.conf",
    "ghaf-host:/etc/systemd/system/microvm@<app>-vm.service.d/50-ghaf.conf",
    "ghaf-host:/etc/systemd/system/microvms.target",
    "ghaf-host:/var/lib/microvms/<app>-vm/spec.json",
    "ghaf-host:/var/lib/microvms/gui-vm/spec.json",
    "gui-vm:/etc/resolv.conf",
  ],
  "ghaf.logging.client.enable": [
    "admin-vm:/etc/nftables.conf",
    "ghaf-host:/etc/nftables.conf",
  ],
  "ghaf.logging.listener.port": [
    "admin-vm:/etc/nftables.conf",
    "ghaf-host:/etc/nftables.conf",
  ],
  "ghaf.networking.flows.*.description": [
    "<app>-vm:/etc/nftables.conf",
    "ghaf-host:/etc/nftables.conf",
  ],
  "ghaf.networking.flows.*.from": [
    "<app>-vm:/etc/nftables.conf",
    "ghaf-host:/etc/nftables.conf",
  ],
  "ghaf.networking.flows.*.port": [
    "<app>-vm:/etc/nftables.conf",
    "ghaf-host:/etc/nftables.conf",
  ],
  "ghaf.networking.flows.*.protocol": [
    "<app>-vm:/etc/nftables.conf",
    "ghaf-host:/etc/nftables.conf",
  ],
  "ghaf.networking.flows.*.to": [
    "<app>-vm:/etc/nftables.conf",
    "ghaf-host:/etc/nftables.conf",
  ],
  "ghaf.networking.hosts.enable": [
    "<vm>:/etc/hosts",
    "ghaf-host:/etc/hosts",
  ],
  "ghaf.networking.hosts.entries.*.ip": [
    "<vm>:/etc/hosts",
    "ghaf-host:/etc/hosts",
  ],
  "ghaf.networking.hosts.entries.*.name": [
    "<vm>:/etc/hosts",
    "ghaf-host:/etc/hosts",
  ],
  "ghaf.profiles.debug.enable": [
    "<vm>:/etc/hosts",
    "<vm>:/etc/nftables.conf",
    "ghaf-host:/etc/hosts",
    "ghaf-host:/etc/nftables.conf",
    "ghaf-host:/etc/systemd/network/10-virbr0.network",
    "ghaf-host:/var/lib/microvms/<vm>/spec.json",
    "net-vm:/etc/systemd/resolved.conf.d/50-ghaf.conf",
  ],
  "ghaf.qemu.audiovm.extraArgs": [
    "ghaf-host:/var/lib/microvms/audio-vm/spec.json",
  ],
  "ghaf.qemu.guivm.extraArgs": [
    "ghaf-host:/var/lib/microvms/gui-vm/spec.json",
  ],
  "ghaf.reference.appvms.business-vm": [
    "<app>-vm:/etc/givc-agent/config.json",
    "<app>-vm:/etc/resolv.conf",
    "<vm>:/etc/hosts",
    "<vm>:/etc/nftables.conf",
    "ghaf-host:/etc/givc-agent/config.json",
    "ghaf-host:/etc/hosts",
    "ghaf-host:/etc/nftables.conf",
    "ghaf-host:/etc/systemd/system/microvm@<app>-vm.service.d/50-ghaf.conf",
    "ghaf-host:/etc/systemd/system/microvms.target",
    "ghaf-host:/var/lib/microvms/<app>-vm/spec.json",
  ],
  "ghaf.reference.appvms.chrome-vm": [
    "<app>-vm:/etc/givc-agent/config.json",
    "<app>-vm:/etc/resolv.conf",
    "<vm>:/etc/hosts",
    "<vm>:/etc/nftables.conf",
    "ghaf-host:/etc/givc-agent/config.json",
    "ghaf-host:/etc/hosts",
    "ghaf-host:/etc/nftables.conf",
    "ghaf-host:/etc/systemd/system/microvm@<app>-vm.service.d/50-ghaf.conf",
    "ghaf-host:/etc/systemd/system/microvms.target",
    "ghaf-host:/var/lib/microvms/<app>-vm/spec.json",
  ],
  "ghaf.reference.appvms.chromium-vm": [
    "<app>-vm:/etc/givc-agent/config.json",
    "<app>-vm:/etc/resolv.conf",
    "<vm>:/etc/hosts",
    "<vm>:/etc/nftables.conf",
    "ghaf-host:/etc/givc-agent/config.json",
    "ghaf-host:/etc/hosts",
    "ghaf-host:/etc/nftables.conf",
    "ghaf-host:/etc/systemd/system/microvm@<app>-vm.service.d/50-ghaf.conf",
    "ghaf-host:/etc/systemd/system/microvms.target",
    "ghaf-host:/var/lib/microvms/<app>-vm/spec.json",
  ],
  "ghaf.reference.appvms.comms-vm": [
    "<app>-vm:/etc/givc-agent/config.json",
    "<app>-vm:/etc/resolv.conf",
    "<vm>:/etc/hosts",
    "<vm>:/etc/nftables.conf",
    "ghaf-host:/etc/givc-agent/config.json",
    "ghaf-host:/etc/hosts",
    "ghaf-host:/etc/nftables.conf",
    "ghaf-host:/etc/systemd/system/microvm@<app>-vm.service.d/50-ghaf.conf",
    "ghaf-host:/etc/systemd/system/microvms.target",
    "ghaf-host:/var/lib/microvms/<app>-vm/spec.json",
  ],
  "ghaf.reference.appvms.enable": [
    "<app>-vm:/etc/givc-agent/config.json",
    "<app>-vm:/etc/resolv.conf",
    "<vm>:/etc/hosts",
    "<vm>:/etc/nftables.conf",
    "ghaf-host:/etc/givc-agent/config.json",
    "ghaf-host:/etc/hosts",
    "ghaf-host:/etc/nftables.conf",
    "ghaf-host:/etc/systemd/system/microvms.target",
    "ghaf-host:/var/lib/microvms/<app>-vm/spec.json",
  ],
  "ghaf.reference.appvms.enabled-app-vms": [
    "<app>-vm:/etc/givc-agent/config.json",
    "<app>-vm:/etc/resolv.conf",
    "<vm>:/etc/hosts",
    "<vm>:/etc/nftables.conf",
    "ghaf-host:/etc/givc-agent/config.json",
    "ghaf-host:/etc/hosts",
    "ghaf-host:/etc/nftables.conf",
    "ghaf-host:/etc/systemd/system/microvm@<app>-vm.service.d/50-ghaf.conf",
    "ghaf-host:/etc/systemd/system/microvms.target",
    "ghaf-host:/var/lib/microvms/<app>-vm/spec.json",
    "ghaf-host:/var/lib/microvms/gui-vm/spec.json",
  ],
  "ghaf.reference.appvms.gala-vm": [
    "<app>-vm:/etc/givc-agent/config.json",
    "<app>-vm:/etc/resolv.conf",
    "<vm>:/etc/hosts",
    "<vm>:/etc/nftables.conf",
    "ghaf-host:/etc/givc-agent/config.json",
    "ghaf-host:/etc/hosts",
    "ghaf-host:/etc/nftables.conf",
    "ghaf-host:/etc/systemd/system/microvm@<app>-vm.service.d/50-ghaf.conf",
    "ghaf-host:/etc/systemd/system/microvms.target",
    "ghaf-host:/var/lib/microvms/<app>-vm/spec.json",
  ],
  "ghaf.reference.appvms.zathura-vm": [
    "<app>-vm:/etc/givc-agent/config.json",
    "<app>-vm:/etc/resolv.conf",
    "<vm>:/etc/hosts",
    "<vm>:/etc/nftables.conf",
    "ghaf-host:/etc/givc-agent/config.json",
    "ghaf-host:/etc/hosts",
    "ghaf-host:/etc/nftables.conf",
    "ghaf-host:/etc/systemd/system/microvm@<app>-vm.service.d/50-ghaf.conf",
    "ghaf-host:/etc/systemd/system/microvms.target",
    "ghaf-host:/var/lib/microvms/<app>-vm/spec.json",
  ],
  "ghaf.reference.profiles.laptop-x86.enable": [
    "<vm>:/etc/hosts",
    "<vm>:/etc/nftables.conf",
    "admin-vm:/etc/givc-admin/config.json",
    "audio-vm:/etc/givc-agent/config.json",
    "audio-vm:/etc/resolv.conf",
    "ghaf-host:/etc/givc-agent/config.json",
    "ghaf-host:/etc/hosts",
    "ghaf-host:/etc/nftables.conf",
    "ghaf-host:/etc/systemd/system/microvms.target",
    "ghaf-host:/var/lib/microvms/audio-vm/spec.json",
  ],
  "ghaf.reference.profiles.laptop-x86.enabled-app-vms": [
    "<app>-vm:/etc/givc-agent/config.json",
    "<app>-vm:/etc/resolv.conf",
    "<vm>:/etc/hosts",
    "<vm>:/etc/nftables.conf",
    "ghaf-host:/etc/givc-agent/config.json",
    "ghaf-host:/etc/hosts",
    "ghaf-host:/etc/nftables.conf",
    "ghaf-host:/etc/systemd/system/microvm@<app>-vm.service.d/50-ghaf.conf",
    "ghaf-host:/etc/systemd/system/microvms.target",
    "ghaf-host:/var/lib/microvms/<app>-vm/spec.json",
    "ghaf-host:/var/lib/microvms/gui-vm/spec.json",
  ],
  "ghaf.reference.profiles.laptop-x86.guivmExtraModules": [
    "ghaf-host:/var/lib/microvms/gui-vm/spec.json",
  ],
  "ghaf.reference.profiles.laptop-x86.netvmExtraModules": [
    "ghaf-host:/var/lib/microvms/net-vm/spec.json",
  ],
  "ghaf.reference.profiles.mvp-user-trial-extras.enable": [
    "<app>-vm:/etc/givc-agent/config.json",
    "<app>-vm:/etc/resolv.conf",
    "<vm>:/etc/hosts",
    "<vm>:/etc/nftables.conf",
    "admin-vm:/etc/givc-admin/config.json",
    "audio-vm:/etc/givc-agent/config.json",
    "audio-vm:/etc/resolv.conf",
    "ghaf-host:/etc/givc-agent/config.json",
    "ghaf-host:/etc/hosts",
    "ghaf-host:/etc/nftables.conf",
    "ghaf-host:/etc/systemd/system/microvm@<app>-vm.service.d/50-ghaf.conf",
    "ghaf-host:/etc/systemd/system/microvms.target",
    "ghaf-host:/var/lib/microvms/<app>-vm/spec.json",
    "ghaf-host:/var/lib/microvms/admin-vm/spec.json",
    "ghaf-host:/var/lib/microvms/audio-vm/spec.json",
    "ghaf-host:/var/lib/microvms/ids-vm/spec.json",
    "ids-vm:/etc/resolv.conf",
    "ids-vm:/etc/sysctl.d/50-ghaf-forward.conf",
  ],
  "ghaf.reference.profiles.mvp-user-trial.enable": [
    "<app>-vm:/etc/givc-agent/config.json",
    "<app>-vm:/etc/resolv.conf",
    "<vm>:/etc/hosts",
    "<vm>:/etc/nftables.conf",
    "admin-vm:/etc/givc-admin/config.json",
    "audio-vm:/etc/givc-agent/config.json",
    "audio-vm:/etc/resolv.conf",
    "ghaf-host:/etc/givc-agent/config.json",
    "ghaf-host:/etc/hosts",
    "ghaf-host:/etc/nftables.conf",
    "ghaf-host:/etc/systemd/system/microvm@<app>-vm.service.d/50-ghaf.conf",
    "ghaf-host:/etc/systemd/system/microvms.target",
    "ghaf-host:/var/lib/microvms/<app>-vm/spec.json",
    "ghaf-host:/var/lib/microvms/audio-vm/spec.json",
  ],
  "ghaf.reference.services.enable": [
    "ghaf-host:/etc/nftables.conf",
    "net-vm:/etc/nftables.conf",
  ],
  "ghaf.reference.services.proxy-business": [
    "ghaf-host:/etc/nftables.conf",
    "net-vm:/etc/nftables.conf",
  ],
  "ghaf.reference.services.proxy-server.bindPort": [
    "ghaf-host:/etc/nftables.conf",
    "net-vm:/etc/nftables.conf",
  ],
  "ghaf.reference.services.proxy-server.enable": [
    "ghaf-host:/etc/nftables.conf",
    "net-vm:/etc/nftables.conf",
  ],
  "ghaf.services.audio.enable": [
    "audio-vm:/etc/nftables.conf",
    "ghaf-host:/etc/nftables.conf",
  ],
  "ghaf.services.audio.pulseaudioTcpControlPort": [
    "audio-vm:/etc/nftables.conf",
    "ghaf-host:/etc/nftables.conf",
  ],
  "ghaf.services.audio.pulseaudioTcpPort": [
    "audio-vm:/etc/nftables.conf",
    "ghaf-host:/etc/nftables.conf",
  ],
  "ghaf.services.bluetooth.enable": [
    "audio-vm:/etc/givc-agent/config.json",
    "audio-vm:/etc/nftables.conf",
    "ghaf-host:/etc/nftables.conf",
    "gui-vm:/etc/givc-agent/config.json",
  ],
  "ghaf.services.wifi.enable": [
    "ghaf-host:/etc/nftables.conf",
    "gui-vm:/etc/givc-agent/config.json",
    "net-vm:/etc/givc-agent/config.json",
    "net-vm:/etc/nftables.conf",
  ],
  "ghaf.services.xdgopener.enable": [
    "ghaf-host:/etc/nftables.conf",
    "gui-vm:/etc/nftables.conf",
  ],
  "ghaf.services.xdgopener.xdgPort": [
    "ghaf-host:/etc/nftables.conf",
    "gui-vm:/etc/nftables.conf",
  ],
  "ghaf.systemd.withResolved": [
    "ghaf-host:/etc/systemd/resolved.conf.d/50-ghaf.conf",
  ],
  "ghaf.virtualization.microvm-host.enable": [
    "admin-vm:/etc/givc-admin/config.json",
    "ghaf-host:/etc/givc-agent/config.json",
    "ghaf-host:/etc/nftables.conf",
    "ghaf-host:/etc/systemd/system/microvm@.service",
    "ghaf-host:/etc/systemd/system/microvm@<app>-vm.service.d/50-ghaf.conf",
    "ghaf-host:/etc/systemd/system/microvms.target",
    "ghaf-host:/etc/systemd/system/multi-user.target.d/50-ghaf.conf",
    "ghaf-host:/var/lib/microvms/<app>-vm/spec.json",
    "ghaf-host:/var/lib/microvms/gui-vm/spec.json",
  ],
  "ghaf.virtualization.microvm-host.networkSupport": [
    "ghaf-host:/etc/systemd/resolved.conf.d/50-ghaf.conf",
  ],
  "ghaf.virtualization.microvm-host.sharedVmDirectory.enable": [
    "ghaf-host:/var/lib/microvms/<app>-vm/spec.json",
    "ghaf-host:/var/lib/microvms/gui-vm/spec.json",
  ],
  "ghaf.virtualization.microvm-host.sharedVmDirectory.vms": [
    "ghaf-host:/var/lib/microvms/<app>-vm/spec.json",
  ],
  "ghaf.virtualization.microvm.adminvm.enable": [
    "<vm>:/etc/hosts",
    "<vm>:/etc/nftables.conf",
    "admin-vm:/etc/resolv.conf",
    "ghaf-host:/etc/hosts",
    "ghaf-host:/etc/nftables.conf",
    "ghaf-host:/etc/systemd/system/microvms.target",
    "ghaf-host:/var/lib/microvms/admin-vm/spec.json",
  ],
  "ghaf.virtualization.microvm.adminvm.extraModules": [
    "ghaf-host:/var/lib/microvms/admin-vm/spec.json",
  ],
  "ghaf.virtualization.microvm.appvm.enable": [
    "<app>-vm:/etc/givc-agent/config.json",
    "<app>-vm:/etc/resolv.conf",
    "<vm>:/etc/hosts",
    "<vm>:/etc/nftables.conf",
    "ghaf-host:/etc/givc-agent/config.json",
    "ghaf-host:/etc/hosts",
    "ghaf-host:/etc/nftables.conf",
    "ghaf-host:/etc/systemd/system/microvms.target",
    "ghaf-host:/var/lib/microvms/<app>-vm/spec.json",
  ],
  "ghaf.virtualization.microvm.appvm.extraModules": [
    "ghaf-host:/var/lib/microvms/<app>-vm/spec.json",
  ],
  "ghaf.virtualization.microvm.appvm.vms.*.applications.*.args": [
    "<app>-vm:/etc/givc-agent/config.json",
  ],
  "ghaf.virtualization.microvm.appvm.vms.*.applications.*.command": [
    "<app>-vm:/etc/givc-agent/config.json",
  ],
  "ghaf.virtualization.microvm.appvm.vms.*.applications.*.directories": [
    "<app>-vm:/etc/givc-agent/config.json",
  ],
  "ghaf.virtualization.microvm.appvm.vms.*.applications.*.name": [
    "<app>-vm:/etc/givc-agent/config.json",
  ],
  "ghaf.virtualization.microvm.appvm.vms.*.applications.*.singleInstance": [
    "<app>-vm:/etc/givc-agent/config.json",
  ],
  "ghaf.virtualization.microvm.appvm.vms.*.cid": [
    "ghaf-host:/var/lib/microvms/<app>-vm/spec.json",
  ],
  "ghaf.virtualization.microvm.appvm.vms.*.cores": [
    "ghaf-host:/var/lib/microvms/<app>-vm/spec.json",
  ],
  "ghaf.virtualization.microvm.appvm.vms.*.extraModules": [
    "ghaf-host:/var/lib/microvms/<app>-vm/spec.json",
  ],
  "ghaf.virtualization.microvm.appvm.vms.*.ghafAudio.enable": [
    "audio-vm:/etc/nftables.conf",
    "ghaf-host:/etc/nftables.conf",
    "ghaf-host:/etc/systemd/system/microvm@<app>-vm.service.d/50-ghaf.conf",
  ],
  "ghaf.virtualization.microvm.appvm.vms.*.macAddress": [
    "ghaf-host:/etc/nftables.conf",
    "ghaf-host:/var/lib/microvms/<app>-vm/spec.json",
  ],
  "ghaf.virtualization.microvm.appvm.vms.*.name": [
    "<app>-vm:/etc/givc-agent/config.json",
    "<app>-vm:/etc/resolv.conf",
    "<vm>:/etc/hosts",
    "<vm>:/etc/nftables.conf",
    "ghaf-host:/etc/givc-agent/config.json",
    "ghaf-host:/etc/hosts",
    "ghaf-host:/etc/nftables.conf",
    "ghaf-host:/etc/systemd/system/microvm@<app>-vm.service.d/50-ghaf.conf",
    "ghaf-host:/etc/systemd/system/microvms.target",
    "ghaf-host:/var/lib/microvms/<app>-vm/spec.json",
  ],
  "ghaf.virtualization.microvm.appvm.vms.*.packages": [
    "<app>-vm:image",
  ],
  "ghaf.virtualization.microvm.appvm.vms.*.ramMb": [
    "ghaf-host:/var/lib/microvms/<app>-vm/spec.json",
  ],
  "ghaf.virtualization.microvm.appvm.vms.*.vtpm.enable": [
    "ghaf-host:/var/lib/microvms/<app>-vm/spec.json",
  ],
  "ghaf.virtualization.microvm.appvm.vsockBaseCID": [
    "ghaf-host:/var/lib/microvms/<app>-vm/spec.json",
  ],
  "ghaf.virtualization.microvm.audiovm.audio": [
    "audio-vm:/etc/givc-agent/config.json",
    "audio-vm:/etc/nftables.conf",
    "ghaf-host:/etc/nftables.conf",
    "gui-vm:/etc/givc-agent/config.json",
  ],
  "ghaf.virtualization.microvm.audiovm.enable": [
    "<vm>:/etc/hosts",
    "<vm>:/etc/nftables.conf",
    "admin-vm:/etc/givc-admin/config.json",
    "audio-vm:/etc/givc-agent/config.json",
    "audio-vm:/etc/resolv.conf",
    "ghaf-host:/etc/givc-agent/config.json",
    "ghaf-host:/etc/hosts",
    "ghaf-host:/etc/nftables.conf",
    "ghaf-host:/etc/systemd/system/microvms.target",
    "ghaf-host:/var/lib/microvms/audio-vm/spec.json",
  ],
  "ghaf.virtualization.microvm.audiovm.extraModules": [
    "ghaf-host:/var/lib/microvms/audio-vm/spec.json",
  ],
  "ghaf.virtualization.microvm.guivm.enable": [
    "<vm>:/etc/givc-agent/config.json",
    "<vm>:/etc/hosts",
    "<vm>:/etc/nftables.conf",
    "admin-vm:/etc/givc-admin/config.json",
    "ghaf-host:/etc/givc-agent/config.json",
    "ghaf-host:/etc/hosts",
    "ghaf-host:/etc/nftables.conf",
    "ghaf-host:/etc/systemd/system/microvm@<app>-vm.service.d/50-ghaf.conf",
    "ghaf-host:/etc/systemd/system/microvms.target",
    "ghaf-host:/var/lib/microvms/<app>-vm/spec.json",
    "ghaf-host:/var/lib/microvms/gui-vm/spec.json",
    "gui-vm:/etc/resolv.conf",
  ],
  "ghaf.virtualization.microvm.guivm.extraModules": [
    "ghaf-host:/var/lib/microvms/gui-vm/spec.json",
  ],
  "ghaf.virtualization.microvm.guivm.vsockCID": [
    "ghaf-host:/var/lib/microvms/gui-vm/spec.json",
  ],
  "ghaf.virtualization.microvm.idsvm.enable": [
    "<vm>:/etc/hosts",
    "<vm>:/etc/nftables.conf",
    "ghaf-host:/etc/givc-agent/config.json",
    "ghaf-host:/etc/hosts",
    "ghaf-host:/etc/nftables.conf",
    "ghaf-host:/etc/systemd/system/microvms.target",
    "ghaf-host:/var/lib/microvms/<app>-vm/spec.json",
    "ghaf-host:/var/lib/microvms/admin-vm/spec.json",
    "ghaf-host:/var/lib/microvms/audio-vm/spec.json",
    "ghaf-host:/var/lib/microvms/gui-vm/spec.json",
    "ghaf-host:/var/lib/microvms/ids-vm/spec.json",
    "ids-vm:/etc/resolv.conf",
    "ids-vm:/etc/sysctl.d/50-ghaf-forward.conf",
  ],
  "ghaf.virtualization.microvm.idsvm.extraModules": [
    "ghaf-host:/var/lib/microvms/ids-vm/spec.json",
  ],
  "ghaf.virtualization.microvm.idsvm.mitmproxy.enable": [
    "<app>-vm:/etc/givc-agent/config.json",
    "ghaf-host:/etc/nftables.conf",
    "ids-vm:/etc/nftables.conf",
  ],
  "ghaf.virtualization.microvm.netvm.enable": [
    "<vm>:/etc/hosts",
    "<vm>:/etc/nftables.conf",
    "<vm>:/etc/resolv.conf",
    "admin-vm:/etc/givc-admin/config.json",
    "ghaf-host:/etc/givc-agent/config.json",
    "ghaf-host:/etc/hosts",
    "ghaf-host:/etc/nftables.conf",
    "ghaf-host:/etc/systemd/system/microvms.target",
    "ghaf-host:/var/lib/microvms/<vm>/spec.json",
    "net-vm:/etc/givc-agent/config.json",
    "net-vm:/etc/sysctl.d/50-ghaf-forward.conf",
    "net-vm:/etc/systemd/resolved.conf.d/50-ghaf.conf",
    "net-vm:/etc/systemd/system/multi-user.target.d/50-ghaf-systemd-resolved.service.conf",
  ],
  "ghaf.virtualization.microvm.netvm.extraModules": [
    "ghaf-host:/var/lib/microvms/net-vm/spec.json",
  ],
  "ghaf.virtualization.microvm.netvm.wifi": [
    "ghaf-host:/etc/nftables.conf",
    "gui-vm:/etc/givc-agent/config.json",
    "net-vm:/etc/givc-agent/config.json",
    "net-vm:/etc/nftables.conf",
  ],
  "guest.firewall.allow.*.from": [
    "<app>-vm:/etc/nftables.conf",
    "ghaf-host:/etc/nftables.conf",
  ],
  "guest.firewall.allow.*.port": [
    "<app>-vm:/etc/nftables.conf",
    "ghaf-host:/etc/nftables.conf",
  ],
  "guest.firewall.allow.*.protocol": [
    "<app>-vm:/etc/nftables.conf",
    "ghaf-host:/etc/nftables.conf",
  ],
  "guest.ghaf.ghaf-audio.enable": [
    "ghaf-host:/etc/systemd/system/microvm@<app>-vm.service.d/50-ghaf.conf",
  ],
  "guest.ghaf.givc.appvm.applications.*.args": [
    "<app>-vm:/etc/givc-agent/config.json",
  ],
  "guest.ghaf.givc.appvm.applications.*.command": [
    "<app>-vm:/etc/givc-agent/config.json",
  ],
  "guest.ghaf.givc.appvm.applications.*.directories": [
    "<app>-vm:/etc/givc-agent/config.json",
  ],
  "guest.ghaf.givc.appvm.applications.*.name": [
    "<app>-vm:/etc/givc-agent/config.json",
  ],
  "guest.ghaf.givc.appvm.applications.*.singleInstance": [
    "<app>-vm:/etc/givc-agent/config.json",
  ],
  "guest.ghaf.givc.appvm.enable": [
    "<app>-vm:/etc/givc-agent/config.json",
  ],
  "guest.ghaf.givc.appvm.name": [
    "<app>-vm:/etc/givc-agent/config.json",
  ],
  "guest.ghaf.givc.audiovm.enable": [
    "audio-vm:/etc/givc-agent/config.json",
  ],
  "guest.ghaf.givc.guivm.enable": [
    "gui-vm:/etc/givc-agent/config.json",
  ],
  "guest.ghaf.givc.netvm.enable": [
    "net-vm:/etc/givc-agent/config.json",
  ],
  "guest.ghaf.storagevm.enable": [
    "ghaf-host:/var/lib/microvms/<app>-vm/spec.json",
  ],
  "guest.ghaf.storagevm.name": [
    "ghaf-host:/var/lib/microvms/<app>-vm/spec.json",
  ],
  "guest.ghaf.waypipe.enable": [
    "<app>-vm:/etc/givc-agent/config.json",
    "ghaf-host:/etc/systemd/system/microvm@<app>-vm.service.d/50-ghaf.conf",
    "ghaf-host:/var/lib/microvms/<app>-vm/spec.json",
  ],
  "guest.microvm.autostart": [
    "ghaf-host:/etc/systemd/system/microvms.target",
  ],
  "guest.microvm.balloon": [
    "ghaf-host:/var/lib/microvms/<app>-vm/spec.json",
  ],
  "guest.microvm.cpu": [
    "ghaf-host:/var/lib/microvms/<app>-vm/spec.json",
  ],
  "guest.microvm.deflateOnOOM": [
    "ghaf-host:/var/lib/microvms/<app>-vm/spec.json",
  ],
  "guest.microvm.devices.*.bus": [
    "ghaf-host:/var/lib/microvms/net-vm/spec.json",
  ],
  "guest.microvm.devices.*.path": [
    "ghaf-host:/var/lib/microvms/net-vm/spec.json",
  ],
  "guest.microvm.devices.*.qemu.deviceExtraArgs": [
    "ghaf-host:/var/lib/microvms/net-vm/spec.json",
  ],
  "guest.microvm.forwardPorts.*.from": [
    "ghaf-host:/var/lib/microvms/<app>-vm/spec.json",
  ],
  "guest.microvm.forwardPorts.*.guest.address": [
    "ghaf-host:/var/lib/microvms/<app>-vm/spec.json",
  ],
  "guest.microvm.forwardPorts.*.guest.port": [
    "ghaf-host:/var/lib/microvms/<app>-vm/spec.json",
  ],
  "guest.microvm.forwardPorts.*.host.address": [
    "ghaf-host:/var/lib/microvms/<app>-vm/spec.json",
  ],
  "guest.microvm.forwardPorts.*.host.port": [
    "ghaf-host:/var/lib/microvms/<app>-vm/spec.json",
  ],
  "guest.microvm.forwardPorts.*.proto": [
    "ghaf-host:/var/lib/microvms/<app>-vm/spec.json",
  ],
  "guest.microvm.graphics.enable": [
    "ghaf-host:/var/lib/microvms/<app>-vm/spec.json",
  ],
  "guest.microvm.initrdPath": [
    "ghaf-host:/var/lib/microvms/<app>-vm/spec.json",
  ],
  "guest.microvm.interfaces.*.bridge": [
    "ghaf-host:/var/lib/microvms/<app>-vm/spec.json",
  ],
  "guest.microvm.interfaces.*.id": [
    "ghaf-host:/var/lib/microvms/<app>-vm/spec.json",
  ],
  "guest.microvm.interfaces.*.mac": [
    "ghaf-host:/var/lib/microvms/<app>-vm/spec.json",
  ],
  "guest.microvm.interfaces.*.type": [
    "ghaf-host:/var/lib/microvms/<app>-vm/spec.json",
  ],
  "guest.microvm.kernel": [
    "ghaf-host:/var/lib/microvms/<app>-vm/spec.json",
  ],
  "guest.microvm.kernelParams": [
    "ghaf-host:/var/lib/microvms/<app>-vm/spec.json",
  ],
  "guest.microvm.mem": [
    "ghaf-host:/var/lib/microvms/<app>-vm/spec.json",
  ],
  "guest.microvm.qemu.extraArgs": [
    "ghaf-host:/var/lib/microvms/<app>-vm/spec.json",
  ],
  "guest.microvm.qemu.machine": [
    "ghaf-host:/var/lib/microvms/<app>-vm/spec.json",
  ],
  "guest.microvm.qemu.machineOpts": [
    "ghaf-host:/var/lib/microvms/<app>-vm/spec.json",
  ],
  "guest.microvm.qemu.serialConsole": [
    "ghaf-host:/var/lib/microvms/<app>-vm/spec.json",
  ],
  "guest.microvm.shares.*.socket": [
    "ghaf-host:/var/lib/microvms/<app>-vm/spec.json",
  ],
  "guest.microvm.shares.*.tag": [
    "ghaf-host:/var/lib/microvms/<app>-vm/spec.json",
  ],
  "guest.microvm.socket": [
    "ghaf-host:/var/lib/microvms/<app>-vm/spec.json",
  ],
  "guest.microvm.user": [
    "ghaf-host:/var/lib/microvms/<app>-vm/spec.json",
  ],
  "guest.microvm.vcpu": [
    "ghaf-host:/var/lib/microvms/<app>-vm/spec.json",
  ],
  "guest.microvm.volumes.*.autoCreate": [
    "ghaf-host:/var/lib/microvms/<app>-vm/spec.json",
  ],
  "guest.microvm.volumes.*.direct": [
    "ghaf-host:/var/lib/microvms/<app>-vm/spec.json",
  ],
  "guest.microvm.volumes.*.image": [
    "ghaf-host:/var/lib/microvms/<app>-vm/spec.json",
  ],
  "guest.microvm.volumes.*.label": [
    "ghaf-host:/var/lib/microvms/<app>-vm/spec.json",
  ],
  "guest.microvm.volumes.*.readOnly": [
    "ghaf-host:/var/lib/microvms/<app>-vm/spec.json",
  ],
  "guest.microvm.volumes.*.serial": [
    "ghaf-host:/var/lib/microvms/<app>-vm/spec.json",
  ],
  "guest.microvm.volumes.*.size": [
    "ghaf-host:/var/lib/microvms/<app>-vm/spec.json",
  ],
  "guest.microvm.vsock.cid": [
    "ghaf-host:/var/lib/microvms/<app>-vm/spec.json",
  ],
  "guest.packages": [
    "<app>-vm:image",
  ],
};
