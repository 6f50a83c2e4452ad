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
 * {@code next} (the addresses of this instruction and of the one after it), {@code result} (in a companion: what the
 * method returned), the hart itself, or {@link org.ringside.machine.runtime.Access memory}. A field with the manual's
 * prime, {@code rs1'}, is the parameter {@code rs1}.
 *
 * <p>A method of values alone is pure. One that takes memory may fault. One that takes the hart is a system instruction
 * and must declare {@link #access}.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface Instruction {

	/**
	 * The row, most significant bit first, as the manual prints it: runs of 0 and 1, field names with their declared
	 * width ({@code rs1}), and fields in pieces ({@code imm[12|10:5]}).
	 */
	String bits();

	/** Operands as assembly writes them, {@code "rd, imm(rs1)"}; empty for none. */
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

	/** Conditions on the fields that make the row apply, {@code "rd != 0, rd != 2"}; other values are other rows. */
	String where() default "";

	/** Names of context bits that must be set, or with {@code !} clear, for the row to exist: {@code "narrow"}, {@code "!FS"}. */
	String when() default "";

	/** Access per mode, {@code "m:always s:unless(TSR) u:traps"}; needed where the method takes the hart. */
	String access() default "";

	/** For {@link Control#REPEAT}: the registers that hold how far it got. */
	String restart() default "";
}
