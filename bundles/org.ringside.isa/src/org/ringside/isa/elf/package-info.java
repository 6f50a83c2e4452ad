/**
 * ELF files: what a linker wrote, as segments to load and symbols to name. After the System V gABI, chapters 4 and 5;
 * 32 and 64 bits, either byte order, any machine. A file is not trusted: whatever does not hold together is refused with
 * one line that says what and where.
 *
 * <pre>{@code
 * Elf elf = Elf.read("kernel", bytes);
 * for (Elf.Segment segment : elf.segments()) {
 * 	…segment.physical(), segment.bytes(), segment.size()…
 * }
 * }</pre>
 *
 * <dl>
 * <dt>segment</dt><dd>bytes that go to memory as they are, zeros after them</dd>
 * <dt>section</dt><dd>bytes by name, for tools; may be missing altogether</dd>
 * </dl>
 */
package org.ringside.isa.elf;
