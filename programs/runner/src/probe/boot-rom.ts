/**
 * A firmware of some 200 bytes that takes the place of a BIOS: it brings the
 * processor into 64-bit mode, works for a moment, executes what kernels need and
 * tells QEMU's debug exit that it got there. An accelerator that only pretends
 * (it interprets instructions one by one, or lacks some) stays behind.
 */

/** What the guest writes to the debug exit's port. */
const WORD = 0x15;
/** QEMU's exit code for it: isa-debug-exit gives `word * 2 + 1`. */
export const ARRIVED = WORD * 2 + 1;

/** QEMU maps a ROM of this size to the last 64 KiB below 4 GiB and below 1 MiB. */
const SIZE = 0x10000;
/** Offset of the code; in 16-bit mode its segment is F000. */
const CODE = 0xfe00;
/** Where a processor starts. */
const RESET = 0xfff0;

/** Intel SDM volume 3A, 10.8.5 "Initializing IA-32e Mode". Memory from 0x1000 on is free to use. */
const code = `
  fa fc 31c0 8ed8 8ec0            cli; cld; ds = es = 0
  bf0010 b90018 f3ab              clear 0x1000..0x4000 for page tables
  c70600100320                    level 4 at 0x1000 -> 0x2000
  c70600200330                    level 3 at 0x2000 -> 0x3000
  c70600308300                    level 2 at 0x3000: the first 2 MiB as one page
  66b800100000 0f22d8             cr3 = 0x1000
  0f20e0 660d20060000 0f22e0      cr4 |= PAE, OSFXSR, OSXMMEXCPT
  66b9800000c0 0f32               read EFER
  660d00010000 0f30               EFER |= LME
  2e660f0116f0fe                  lgdt [cs:0xfef0]
  66b801000080 0f22c0             cr0 = PG, PE
  66ea5ffe0f000800                far jump to 0xffe5f, 64-bit code
  b810000000 8ed0 bc00800000      ss = data; rsp = 0x8000
  b9002d3101 ffc9 75fc            count down from 20 million
  b801000000 0fa2 89ce 31c0       esi = features (CPUID 1, ecx); eax = 0
  0fbae60d 7310                   without CMPXCHG16B: skip it
  31db 31c9 31d2 bf00500000       compare and store zeroes at 0x5000
  f0480fc70f                      lock cmpxchg16b [rdi]
  bf00600000 480fae07 480fae0f    fxsave, fxrstor at 0x6000
  0fbae61a 731f                   without XSAVE: skip it
  0f20e0 0d00000400 0f22e0        cr4 |= OSXSAVE
  31d2 b803000000 bf00700000      x87 and SSE state, 0x7000
  480fae27 480fae2f               xsave, xrstor
  66ba0105 b015 ee                port 0x501 = ${WORD}
  f4 ebfd                         halt for ever
`;

/** Descriptors at 0xfed8: none, 64-bit code, data. */
const descriptors = `
  0000000000000000
  00000000009a2000
  0000000000920000
`;

/** At 0xfef0: length and place of the descriptors. */
const descriptorTable = "1700 d8fe0f00";

/** Far jump to F000:FE00. */
const reset = "ea00fe00f0";

/** The whole ROM. */
export function bootRom(): Buffer {
  const rom = Buffer.alloc(SIZE, 0xf4);
  bytesOf(code).copy(rom, CODE);
  bytesOf(descriptors).copy(rom, 0xfed8);
  bytesOf(descriptorTable).copy(rom, 0xfef0);
  bytesOf(reset).copy(rom, RESET);
  return rom;
}

/** The hexadecimal words of each line, up to the explanation behind two spaces. */
function bytesOf(listing: string): Buffer {
  const lines = listing
    .split("\n")
    .map((line) => line.trim().split(/ {2,}/)[0] ?? "");
  return Buffer.from(lines.join("").replaceAll(" ", ""), "hex");
}
