/** The TCP ports that roles are known by (spec 2.3). */

export const AGENT_PORT = 9000;
/** The system buses of net-vm and audio-vm, for the tray of gui-vm. */
export const NETWORK_BUS_PORT = 9010;
export const AUDIO_BUS_PORT = 9011;
/** The interceptor of ids-vm, and its page. */
export const INTERCEPTOR_PORT = 8080;
export const INTERCEPTOR_PAGE_PORT = 8081;
