/**
 * An instruction set, described once.
 *
 * <p>An instruction is a static Java method that carries the manual's row ({@link org.ringside.isa.Instruction}); a
 * register is a row too ({@link org.ringside.isa.Register}, {@link org.ringside.isa.RegisterFile}). Decoder, assembler,
 * disassembler, executors, debugger descriptions and the classification of Popek and Goldberg are derived from the rows
 * by {@link org.ringside.isa.Isa}, which checks them when it loads them and quotes the row that is wrong.
 *
 * <pre>{@code
 * @Instruction(bits = "0000000 rs2 rs1 000 rd 0110011", asm = "rd, rs1, rs2")
 * static long add(long rs1, long rs2) {
 *     return rs1 + rs2;
 * }
 * }</pre>
 *
 * <dl>
 * <dt>row</dt><dd>an instruction or register, as one line of the manual</dd>
 * <dt>field</dt><dd>a group of bits in a row: a constant, or the number of a register in a file</dd>
 * <dt>companion</dt><dd>a pure method that computes a further result, so that one nobody reads costs nothing</dd>
 * <dt>context</dt><dd>what of the hart's state changes decoding or translation, as one word</dd>
 * </dl>
 */
package org.ringside.isa;
