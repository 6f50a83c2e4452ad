package org.ringside.isa;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * One row of the manual, on the static method that is its meaning.
 *
 * <p>What the method's parameters are follows from their names and types: a field of {@link #bits} (an element of a
 * register file, or a constant), a register of the hart by its name ({@code flags}, {@code sp}), {@code pc} and
 * {@code next} (the addresses of this instruction and of the one after it), {@code bits} (the instruction itself, as one
 * number), {@code result} (in a companion: what the method returned), the hart itself, or
 * {@link org.ringside.machine.runtime.Access memory}. A field with the manual's prime, {@code rs1'}, is the parameter
 * {@code rs1}.
 *
 * <p>A method of values alone is pure. One that takes memory may fault. One that takes the hart is a system instruction
 * and must declare {@link #access}.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface Instruction {

	/**
	 * The row, most significant bit first, as the manual prints it: runs of 0 and 1, of x for bits that are ignored (and
	 * assembled as zero), field names with their declared width ({@code rs1}), and fields in pieces
	 * ({@code imm[12|10:5]}). A field that is two operands at once is written {@code rd/rs1}, and is declared by its first
	 * name. Low bits that no piece encodes are zero.
	 */
	String bits();

	/**
	 * Operands as assembly writes them, {@code "rd, imm(rs1)"}; empty for none. A word that is no field is written as it
	 * is ({@code "rd, imm(sp)"}). {@code imm[31:12]} is written as the unsigned number that these bits of the constant are.
	 * A field in braces at the start, {@code "{aqrl} rd, rs2, (rs1)"}, is a suffix of the mnemonic, by the operand's
	 * {@link Operand#names}. One in braces at the end, {@code "rd, rs1{, rm=dyn}"}, may be left out and has the named value
	 * then; the disassembler leaves it out where it has that value. A constant that a jump's method or a branch's target companion takes together with {@code pc}
	 * or {@code next} is written as the address that it leads to.
	 */
	String asm() default "";

	/** The mnemonic, where it is not the method's name with dots for underlines. */
	String name() default "";

	/** Which operand or register receives the method's result; empty: the ISA's usual one, {@link Description#result()}. */
	String result() default "";

	/** Further results, each {@code "register = companion"}: a pure static method beside this one. */
	String[] also() default {};

	/** What happens to the flow of instructions. */
	Control control() default Control.NEXT;

	/** The companion that computes the target of a branch; empty: the ISA's usual one, {@link Description#target()}. */
	String target() default "";

	/**
	 * Conditions on the fields that make the row apply, {@code "rd != 0, rd != 2"}, all of which hold; other values are
	 * other rows. Relations are {@code == != < <= > >=}, with numbers or names of registers. A condition that ends in
	 * {@code or BIT} counts only while that bit of the context is clear: {@code "rm != 7 or FRM"}.
	 */
	String where() default "";

	/** Names of context bits that must be set, or with {@code !} clear, for the row to exist: {@code "narrow"}, {@code "!FS"}. */
	String when() default "";

	/**
	 * Access per mode, {@code "m:always s:unless(TSR) u:traps"}; needed where the method takes the hart. {@code unless}
	 * names the field of a register that makes it trap while it is set, or with {@code !} while it is clear; several are
	 * joined by {@code |}, and {@code register.FIELD} tells equal names apart.
	 */
	String access() default "";

	/** For {@link Control#REPEAT}: the registers that hold how far it got. */
	String restart() default "";
}
