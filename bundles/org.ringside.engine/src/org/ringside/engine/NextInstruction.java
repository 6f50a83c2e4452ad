package org.ringside.engine;

import java.util.Optional;

import org.ringside.isa.Decoded;
import org.ringside.isa.Isa;
import org.ringside.machine.AccessKind;
import org.ringside.machine.BusError;
import org.ringside.machine.Hart;
import org.ringside.machine.Machine;
import org.ringside.machine.Trap;

/** Looks at the instruction that a hart executes next, between two steps. */
public final class NextInstruction {

	private NextInstruction() {
	}

	/**
	 * Decodes it; empty if it cannot be fetched, or is not in memory: to read a device would be seen. The walk may note
	 * in a table that the page was accessed, as that of the fetch itself is about to; nothing else changes.
	 */
	public static Optional<Decoded> of(Machine machine, Hart hart, Isa isa) {
		Hart.Grant grant = new Hart.Grant();
		int cause = hart.trapCause;
		long value = hart.trapValue;
		try {
			return Optional.of(isa.decode(i -> inMemory(machine, hart.translate(hart.pc + i, 1, AccessKind.FETCH, grant)), hart.context));
		} catch (Trap | BusError e) {
			return Optional.empty();
		} finally {
			hart.trapCause = cause;
			hart.trapValue = value;
		}
	}

	private static int inMemory(Machine machine, long address) {
		return machine.memory().read(machine.bus().memoryOffset(address, 1), 1)[0] & 0xff;
	}
}
