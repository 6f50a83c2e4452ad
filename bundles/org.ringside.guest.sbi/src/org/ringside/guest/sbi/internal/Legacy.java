package org.ringside.guest.sbi.internal;

import java.util.Optional;
import java.util.function.Function;

import org.ringside.machine.BusError;

/**
 * The calls of SBI 0.1, which have an EID each and answer in a0 alone: SBI 2.0, chapter 5. Their hart masks are in the
 * supervisor's virtual memory; if that faults, the supervisor gets the fault at its call.
 */
record Legacy(Optional<Console> console, Optional<Power> power) {

	private static final int SET_TIMER = 0;
	private static final int CONSOLE_PUTCHAR = 1;
	private static final int CONSOLE_GETCHAR = 2;
	private static final int CLEAR_IPI = 3;
	private static final int SEND_IPI = 4;
	private static final int REMOTE_FENCE_I = 5;
	private static final int REMOTE_SFENCE_VMA = 6;
	private static final int REMOTE_SFENCE_VMA_ASID = 7;
	private static final int SHUTDOWN = 8;

	boolean has(long id) {
		return id >= SET_TIMER && id <= SHUTDOWN;
	}

	/** Answers a call; false if the supervisor was given a fault instead. */
	boolean call(SbiHart hart, int id) {
		return switch (id) {
		case SET_TIMER -> {
			hart.setTimer(hart.argument(0));
			yield answer(hart, SbiResult.SUCCESS);
		}
		case CONSOLE_PUTCHAR -> answer(hart, console.isPresent() && console.get().put(hart.level, (int) hart.argument(0))
				? SbiResult.SUCCESS : SbiResult.FAILED);
		case CONSOLE_GETCHAR -> {
			hart.answer(0, console.map(line -> line.get(hart.level)).orElse(-1));
			yield true;
		}
		case CLEAR_IPI -> {
			hart.clearPending(SbiRegisters.SSI);
			yield answer(hart, SbiResult.SUCCESS);
		}
		case SEND_IPI -> forHarts(hart, mask -> Ipi.send(hart, mask));
		case REMOTE_FENCE_I -> forHarts(hart, mask -> Fences.fenceCode(hart, mask));
		case REMOTE_SFENCE_VMA, REMOTE_SFENCE_VMA_ASID -> forHarts(hart,
				mask -> Fences.fence(hart, mask, hart.argument(1), hart.argument(2)));
		default -> {
			power.ifPresent(switchOf -> switchOf.off(hart, 0));
			yield answer(hart, SbiResult.FAILED);
		}
		};
	}

	private static boolean answer(SbiHart hart, SbiResult result) {
		hart.answer(0, result.error());
		return true;
	}

	/** The first argument is where the mask is, or 0 for all harts. */
	private static boolean forHarts(SbiHart hart, Function<HartMask, SbiResult> action) {
		long at = hart.argument(0);
		if (at == 0) {
			return answer(hart, action.apply(HartMask.all(hart)));
		}
		SupervisorMemory memory = new SupervisorMemory(hart);
		try {
			return answer(hart, action.apply(new HartMask(memory.load(at) & HartMask.all(hart).bits())));
		} catch (SupervisorMemory.Fault fault) {
			hart.redirect(SupervisorMemory.LOAD_PAGE_FAULT, fault.address);
		} catch (BusError outside) {
			hart.redirect(SupervisorMemory.LOAD_ACCESS_FAULT, at);
		}
		return false;
	}
}
