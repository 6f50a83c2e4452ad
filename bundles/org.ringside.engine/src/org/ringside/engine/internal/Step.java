package org.ringside.engine.internal;

import org.ringside.isa.Code;
import org.ringside.isa.Control;
import org.ringside.isa.Decoded;
import org.ringside.isa.Isa;
import org.ringside.isa.Row;
import org.ringside.machine.AccessKind;
import org.ringside.machine.Bus;
import org.ringside.machine.BusError;
import org.ringside.machine.Hart;
import org.ringside.machine.runtime.Access;

/**
 * Executes one instruction in the most literal way: fetch every byte through the MMU, decode, evaluate the row's inputs,
 * call its method, place the results. The reference executor does nothing else; the interpreter does it where its loop
 * does not apply.
 */
public final class Step implements Code {

	/** Decodes bytes; the two executors use different decoders. */
	@FunctionalInterface
	public interface Decoder {
		Decoded decode(Code code, int context);
	}

	private final Hart hart;
	private final Bus bus;
	private final Access memory;
	private final Decoder decoder;
	private final Isa isa;
	private final long addressMask;
	private final int alignment;
	private final LiteralRow[] rows;
	private final Hart.Grant grant = new Hart.Grant();
	private final LiteralRow.Moment moment = new LiteralRow.Moment();

	// of the instruction being fetched
	private long pc;
	private long fetchedAt;
	private long fetchedFrom;

	public Step(Isa isa, Bus bus, Hart hart, Access memory, Decoder decoder) {
		this.isa = isa;
		this.hart = hart;
		this.bus = bus;
		this.memory = memory;
		this.decoder = decoder;
		rows = new LiteralRow[isa.rows().size()];
		alignment = isa.description().alignment();
		int bits = isa.description().addressBits();
		addressMask = bits == 64 ? -1 : (1L << bits) - 1;
	}

	/**
	 * Executes the instruction at the hart's pc and moves the pc on.
	 *
	 * @throws org.ringside.machine.Trap with the pc still at the instruction
	 */
	public void execute() {
		pc = hart.pc;
		fetchedAt = -1;
		Decoded instruction = decoder.decode(this, hart.context);
		if (!instruction.defined()) {
			throw hart.illegal(instruction.bits(), instruction.length());
		}
		moment.pc = pc;
		moment.next = pc + instruction.length() & addressMask;
		if ((hart.context & Hart.NULLIFIED) != 0) {
			hart.setPending(0);
			hart.pc = moment.next;
			return;
		}
		boolean slot = hart.delayed();
		perform(instruction, slot, slot ? hart.nextPc : moment.next);
	}

	private void perform(Decoded instruction, boolean slot, long after) {
		moment.bits = instruction.bits();
		moment.values = instruction.values();
		moment.read.clear();
		LiteralRow row = row(instruction.row());
		long result = row.call(moment);
		moment.result = result;
		boolean holds = result != 0;
		long to = switch (row.control) {
		case NEXT -> after;
		case BRANCH -> holds ? row.target(moment) : after;
		case JUMP -> result & addressMask;
		case REPEAT -> holds ? pc : after;
		case DELAYED, NULLIFY, EXECUTE -> after;
		};
		boolean delays = row.control == Control.DELAYED && (holds || !row.conditional);
		long delayedTo = !delays ? 0 : row.hasTarget() ? row.target(moment) : result & addressMask;
		row.place(moment);
		boolean stays = row.control == Control.EXECUTE || row.control == Control.REPEAT && to == pc;
		if (slot && !stays) {
			hart.setPending(0);
		}
		hart.pc = to;
		if (delays) {
			hart.nextPc = delayedTo;
			hart.setPending(Hart.DELAYED);
		} else if (row.control == Control.NULLIFY && holds) {
			hart.setPending(Hart.NULLIFIED);
		} else if (row.control == Control.EXECUTE) {
			executeOther(result, slot, after);
		}
	}

	private LiteralRow row(Row row) {
		LiteralRow ready = rows[row.id()];
		if (ready == null) {
			ready = rows[row.id()] = new LiteralRow(row, isa, hart, memory);
		}
		return ready;
	}

	/** Executes left-aligned bits in place of the instruction at {@link #pc}; a trap finds the pc there. */
	private void executeOther(long bits, boolean slot, long after) {
		hart.pc = pc;
		Decoded other = decoder.decode(index -> (int) (bits >>> 56 - 8 * index) & 0xff, hart.context);
		if (!other.defined() || other.row().control() == Control.EXECUTE) {
			throw hart.illegal(other.bits(), other.length());
		}
		perform(other, slot, after);
	}

	/** Fetches a byte of the instruction, in pieces of the ISA's alignment. */
	@Override
	public int at(int index) {
		long va = pc + index & addressMask;
		long piece = va & -alignment;
		if (piece != fetchedAt) {
			long address = hart.translate(piece, alignment, AccessKind.FETCH, grant);
			try {
				fetchedFrom = bus.read(address, alignment, hart.index);
			} catch (BusError e) {
				throw hart.busError(piece, AccessKind.FETCH);
			}
			fetchedAt = piece;
		}
		return (int) (fetchedFrom >>> 8 * (va - piece)) & 0xff;
	}
}
