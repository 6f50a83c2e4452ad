package org.ringside.guest.sbi.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The calls, by extension. */
final class SbiCalls {

	private static final int EID = 7;
	private static final int FID = 6;
	private static final long CALL_LENGTH = 4;

	private final Map<Long, Extension> extensions;
	private final Legacy legacy;
	private final Optional<Console> console;

	SbiCalls(SbiPlatform platform) {
		Optional<Power> power = platform.finisher().stream().mapToObj(Power::new).findFirst();
		console = platform.uart().stream().mapToObj(Console::new).findFirst();
		List<Extension> present = new ArrayList<>(List.of(new Timer(), new Ipi(), new Fences(), new HartStates()));
		console.ifPresent(line -> present.add(new DebugConsole(line)));
		power.ifPresent(finisher -> present.add(new SystemReset(finisher)));
		legacy = new Legacy(console, power);
		present.add(new Base(this::has));
		extensions = present.stream().collect(Collectors.toUnmodifiableMap(Extension::id, Function.identity()));
	}

	Optional<Console> console() {
		return console;
	}

	private boolean has(long id) {
		return extensions.containsKey(id) || legacy.has(id);
	}

	/** Serves the call that trapped. The hart goes on after it. */
	void serve(SbiHart hart) {
		long id = hart.argument(EID);
		long at = hart.level.read(hart.registers.mepc());
		if (legacy.has(id)) {
			if (!legacy.call(hart, (int) id)) {
				return;
			}
		} else {
			Extension extension = extensions.get(id);
			SbiResult result = extension == null ? SbiResult.NOT_SUPPORTED : extension.call(hart, function(hart.argument(FID)));
			hart.answer(0, result.error());
			hart.answer(1, result.value());
		}
		hart.level.write(hart.registers.mepc(), at + CALL_LENGTH);
	}

	/** No extension has a function of a number that needs more than 31 bits, or of -1. */
	private static int function(long number) {
		return number == (int) number ? (int) number : -1;
	}
}
