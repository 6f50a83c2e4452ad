package org.ringside.isa;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** On the hart class of an ISA: what holds for all of its rows. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface Description {

	/** Modes in ascending privilege, by the names that {@link Instruction#access} uses: {@code "u s m"}. */
	String modes();

	/** True if the first byte of an instruction is its most significant. */
	boolean bigEndian() default false;

	/** Instructions begin at multiples of this many bytes. */
	int alignment();

	/** Bits of an address; results of pc arithmetic are cut to it. */
	int addressBits();

	/** The operand that receives a result if a row does not say: {@code "rd"}. */
	String result();

	/** The companion that computes a branch's target if a row does not say: a pure static method of the hart class. */
	String target();

	/**
	 * Where the manual says how long an instruction is before it says which: the static method of the hart class,
	 * {@code int length(long parcel)}, that tells the bytes from the first {@link #alignment} bytes as a number. All of
	 * them are then fetched before the instruction is known, or known to be none. Empty: as many are fetched as it takes.
	 */
	String length() default "";

	/** Number of the architecture in ELF files, 243 for RISC-V; 0 for none. */
	int elfMachine() default 0;

	/** Number of {@code pc} in the ISA's numbering of registers; -1: the one after the last of the register files. */
	int pc() default -1;

	/** What gdb calls the architecture, {@code "riscv:rv64"}; empty if it does not know it. */
	String gdbArchitecture() default "";

	/**
	 * The features of gdb's target description, each with its registers and the numbers that gdb gives them:
	 * {@code "org.gnu.gdb.riscv.cpu 0x1000-0x101f=0 pc=32"}. A range is of {@link Register#number} and gets consecutive
	 * numbers; {@code :type} after a number names the type that gdb shows. A register belongs to the first feature that
	 * names it; a feature whose first item finds none is left out. Packets that hold all registers hold those of the first
	 * feature. None at all: one feature with every register, in order.
	 */
	String[] gdbFeatures() default {};

	/** The fields that are not elements of a register file. */
	Operand[] operands() default {};
}
