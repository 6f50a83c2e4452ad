/**
 * A real assembler for any instruction set that is described.
 *
 * <p>{@link org.ringside.isa.assembler.Assembler} reads the syntax of GNU's assembler: labels (also {@code 1:}, {@code 1b},
 * {@code 1f}), expressions, sections, data, {@code .macro}, {@code .rept}, {@code .if}, {@code .include}. What an
 * instruction looks like comes from the rows ({@link org.ringside.isa.Instruction#asm}), pseudo-instructions and operators
 * such as {@code %hi} from the ISA ({@link org.ringside.isa.Architecture#pseudoInstructions()}). There is no linker: the
 * sections are laid out one after the other from the origin, and every symbol is an address. The source is read again
 * until no symbol moves, so that a size may depend on what comes later.
 *
 * <pre>{@code
 * Program program = new Assembler(isa).origin(0x8000_0000L).assemble("boot.s", source);
 * byte[] elf = program.elf();
 * }</pre>
 *
 * <dl>
 * <dt>statement</dt><dd>what is between two line ends or {@code ;}</dd>
 * <dt>pass</dt><dd>one reading of the whole source; two to four are usual</dd>
 * </dl>
 */
package org.ringside.isa.assembler;
