package org.ringside.isa.riscv;

import java.util.ArrayList;
import java.util.List;

/**
 * The manual's pseudo-instructions (unprivileged manual, chapter "RISC-V Assembly Programmer's Handbook") and the further
 * forms that GNU's assembler takes, expanded as it does.
 */
final class Pseudo {

	static final String TABLE = """
			%hi(x)       => (((x) + 0x800) >> 12) & 0xfffff
			%lo(x)       => (((x) & 0xfff) ^ 0x800) - 0x800
			%pcrel_hi(x) => (((x) - . + 0x800) >> 12) & 0xfffff
			%pcrel_lo(x) => (((%pcrel_hi[x] - (x)) & 0xfff) ^ 0x800) - 0x800

			# addresses
			la rd, sym     => .Lpc\\@: auipc rd, %pcrel_hi(sym); addi rd, rd, %pcrel_lo(.Lpc\\@)
			lla rd, sym    => .Lpc\\@: auipc rd, %pcrel_hi(sym); addi rd, rd, %pcrel_lo(.Lpc\\@)
			call sym       => .Lpc\\@: auipc ra, %pcrel_hi(sym); jalr ra, %pcrel_lo(.Lpc\\@)(ra)
			call rd, sym   => .Lpc\\@: auipc t1, %pcrel_hi(sym); jalr rd, %pcrel_lo(.Lpc\\@)(t1)
			tail sym       => .Lpc\\@: auipc t1, %pcrel_hi(sym); jalr zero, %pcrel_lo(.Lpc\\@)(t1)
			jump sym, rt   => .Lpc\\@: auipc rt, %pcrel_hi(sym); jalr zero, %pcrel_lo(.Lpc\\@)(rt)

			# registers
			nop            => addi zero, zero, 0
			mv rd, rs      => addi rd, rs, 0
			move rd, rs    => addi rd, rs, 0
			not rd, rs     => xori rd, rs, -1
			neg rd, rs     => sub rd, zero, rs
			negw rd, rs    => subw rd, zero, rs
			sext.w rd, rs  => addiw rd, rs, 0
			zext.b rd, rs  => andi rd, rs, 255
			zext.w rd, rs  => add.uw rd, rs, zero
			seqz rd, rs    => sltiu rd, rs, 1
			snez rd, rs    => sltu rd, zero, rs
			sltz rd, rs    => slt rd, rs, zero
			sgtz rd, rs    => slt rd, zero, rs
			sgt rd, rs, rt  => slt rd, rt, rs
			sgtu rd, rs, rt => sltu rd, rt, rs

			# branches and jumps
			beqz rs, to     => beq rs, zero, to
			bnez rs, to     => bne rs, zero, to
			blez rs, to     => bge zero, rs, to
			bgez rs, to     => bge rs, zero, to
			bltz rs, to     => blt rs, zero, to
			bgtz rs, to     => blt zero, rs, to
			bgt rs, rt, to  => blt rt, rs, to
			ble rs, rt, to  => bge rt, rs, to
			bgtu rs, rt, to => bltu rt, rs, to
			bleu rs, rt, to => bgeu rt, rs, to
			j to            => jal zero, to
			jal to          => jal ra, to
			jr imm(rs)      => jalr zero, imm(rs)
			jr (rs)         => jalr zero, 0(rs)
			jr rs, imm      => jalr zero, imm(rs)
			jr rs           => jalr zero, 0(rs)
			jalr imm(rs)    => jalr ra, imm(rs)
			jalr rd, (rs)   => jalr rd, 0(rs)
			jalr rd, rs, imm => jalr rd, imm(rs)
			jalr rd, rs     => jalr rd, 0(rs)
			jalr rs         => jalr ra, 0(rs)
			ret             => jalr zero, 0(ra)

			# control and status registers
			csrr rd, csr   => csrrs rd, csr, zero
			csrw csr, rs   => csrrw zero, csr, rs
			csrs csr, rs   => csrrs zero, csr, rs
			csrc csr, rs   => csrrc zero, csr, rs
			csrwi csr, imm => csrrwi zero, csr, imm
			csrsi csr, imm => csrrsi zero, csr, imm
			csrci csr, imm => csrrci zero, csr, imm
			csrrw rd, csr, imm => csrrwi rd, csr, imm
			csrrs rd, csr, imm => csrrsi rd, csr, imm
			csrrc rd, csr, imm => csrrci rd, csr, imm
			rdcycle rd     => csrrs rd, cycle, zero
			rdtime rd      => csrrs rd, time, zero
			rdinstret rd   => csrrs rd, instret, zero

			frcsr rd       => csrrs rd, fcsr, zero
			fscsr rs       => csrrw zero, fcsr, rs
			fscsr rd, rs   => csrrw rd, fcsr, rs
			frrm rd        => csrrs rd, frm, zero
			fsrm rs        => csrrw zero, frm, rs
			fsrm rd, rs    => csrrw rd, frm, rs
			fsrmi imm      => csrrwi zero, frm, imm
			fsrmi rd, imm  => csrrwi rd, frm, imm
			frflags rd     => csrrs rd, fflags, zero
			fsflags rs     => csrrw zero, fflags, rs
			fsflags rd, rs => csrrw rd, fflags, rs
			fsflagsi imm   => csrrwi zero, fflags, imm
			fsflagsi rd, imm => csrrwi rd, fflags, imm

			# fences, traps
			fence          => fence iorw, iorw
			fence.tso      => .4byte 0x8330000f
			pause          => .4byte 0x0100000f
			sfence.vma     => sfence.vma zero, zero
			sfence.vma rs  => sfence.vma rs, zero
			unimp          => csrrw zero, cycle, zero
			c.unimp        => .2byte 0
			scall          => ecall
			sbreak         => ebreak

			# a constant in place of the second register
			add rd, rs, imm  => addi rd, rs, imm
			addw rd, rs, imm => addiw rd, rs, imm
			and rd, rs, imm  => andi rd, rs, imm
			or rd, rs, imm   => ori rd, rs, imm
			xor rd, rs, imm  => xori rd, rs, imm
			sll rd, rs, imm  => slli rd, rs, imm
			srl rd, rs, imm  => srli rd, rs, imm
			sra rd, rs, imm  => srai rd, rs, imm
			sllw rd, rs, imm => slliw rd, rs, imm
			srlw rd, rs, imm => srliw rd, rs, imm
			sraw rd, rs, imm => sraiw rd, rs, imm
			slt rd, rs, imm  => slti rd, rs, imm
			sltu rd, rs, imm => sltiu rd, rs, imm

			# older names
			fmv.x.s rd, rs => fmv.x.w rd, rs
			fmv.s.x rd, rs => fmv.w.x rd, rs
			""" + memory("lb lh lw ld lbu lhu lwu", "sb sh sw sd") + floats("s", "flw", "fsw") + floats("d", "fld", "fsd");

	private static final int LOW_BITS = 12;

	private Pseudo() {
	}

	/** Loads and stores without an offset, and those that name a symbol. */
	private static String memory(String loads, String stores) {
		StringBuilder lines = new StringBuilder();
		for (String name : loads.split(" ")) {
			lines.append("%1$s rd, (rs) => %1$s rd, 0(rs)\n".formatted(name));
			lines.append("%1$s rd, sym => .Lpc\\@: auipc rd, %%pcrel_hi(sym); %1$s rd, %%pcrel_lo(.Lpc\\@)(rd)\n".formatted(name));
		}
		for (String name : stores.split(" ")) {
			lines.append(throughAnother(name));
		}
		return lines.toString();
	}

	/** A load or store whose address is built in a register of its own. */
	private static String throughAnother(String name) {
		return """
				%1$s rs, (rb) => %1$s rs, 0(rb)
				%1$s rs, sym, rt => .Lpc\\@: auipc rt, %%pcrel_hi(sym); %1$s rs, %%pcrel_lo(.Lpc\\@)(rt)
				""".formatted(name);
	}

	/** Signs, comparisons the other way round, loads and stores of a floating-point format. */
	private static String floats(String format, String load, String store) {
		return """
				fmv.%1$s rd, rs      => fsgnj.%1$s rd, rs, rs
				fneg.%1$s rd, rs     => fsgnjn.%1$s rd, rs, rs
				fabs.%1$s rd, rs     => fsgnjx.%1$s rd, rs, rs
				fgt.%1$s rd, rs, rt  => flt.%1$s rd, rt, rs
				fge.%1$s rd, rs, rt  => fle.%1$s rd, rt, rs
				""".formatted(format) + throughAnother(load) + throughAnother(store);
	}

	/** What {@code li} of a value is. */
	static List<String> load(String register, long value) {
		if (value == low(value)) {
			return List.of("addi " + register + ", zero, " + value);
		}
		List<String> lines = new ArrayList<>();
		build(register, value, lines);
		return lines;
	}

	/** A value of 32 bits by its upper and lower part; a wider one from its upper part, built first and shifted into place. */
	private static void build(String register, long value, List<String> lines) {
		long low = low(value);
		long upper = value - low;
		if (value == (int) value) {
			String from = "zero";
			if (upper != 0) {
				lines.add("lui %s, 0x%x".formatted(register, (upper & 0xffff_ffffL) >>> LOW_BITS));
				from = register;
			}
			if (low != 0 || upper == 0) {
				lines.add("addiw %s, %s, %d".formatted(register, from, low));
			}
			return;
		}
		int shift = Long.numberOfTrailingZeros(upper);
		build(register, upper >> shift, lines);
		lines.add("slli %1$s, %1$s, %2$d".formatted(register, shift));
		if (low != 0) {
			lines.add("addi %1$s, %1$s, %2$d".formatted(register, low));
		}
	}

	/** The lower twelve bits, as the signed number that {@code addi} takes. */
	private static long low(long value) {
		return value << 64 - LOW_BITS >> 64 - LOW_BITS;
	}
}
