package org.ringside.isa;

import java.util.List;

import org.ringside.isa.Row.ModeAccess;
import org.ringside.isa.Row.ModeAccess.Kind;

/**
 * What an instruction, or an access to a register, is to a hypervisor: the classes of G. J. Popek and R. P. Goldberg,
 * "Formal Requirements for Virtualizable Third Generation Architectures", CACM 17 (7), 1974, section 4. A machine can be
 * virtualized by trap-and-emulate if every sensitive instruction is privileged (their theorem 1); rows that are
 * {@link #CONTROL_SENSITIVE} or {@link #BEHAVIOUR_SENSITIVE} here are the ones that break it.
 */
public enum Sensitivity {

	/** Does the same in every mode and touches nothing that a hypervisor must hold: runs directly. */
	INNOCUOUS,

	/**
	 * Traps in the mode in question and not in a more privileged one; or can be made to, by a bit that more privileged
	 * software holds.
	 */
	PRIVILEGED,

	/** Would change the processor's mode or resources, and instead of a trap does something else, or nothing. */
	CONTROL_SENSITIVE,

	/** Delivers a value that depends on the mode, without a trap: the guest can see where it really runs. */
	BEHAVIOUR_SENSITIVE;

	/**
	 * The class of something with this access when the guest's kernel runs in {@code mode}.
	 *
	 * @param delivers true if it delivers a value to the program (a read), false if it only acts (a write)
	 */
	static Sensitivity of(List<ModeAccess> access, String mode, boolean delivers) {
		if (access.stream().allMatch(a -> a.kind() == Kind.ALWAYS)) {
			return INNOCUOUS;
		}
		ModeAccess here = access.stream().filter(a -> a.mode().equals(mode)).findFirst()
				.orElseThrow(() -> new IsaException("no mode '" + mode + "'; there are " + access.stream().map(ModeAccess::mode).toList()));
		return switch (here.kind()) {
		case TRAPS -> access.stream().allMatch(a -> a.kind() == Kind.TRAPS) ? INNOCUOUS : PRIVILEGED;
		case UNLESS -> PRIVILEGED;
		case DIFFERS -> delivers ? BEHAVIOUR_SENSITIVE : CONTROL_SENSITIVE;
		case ALWAYS -> differsElsewhere(access) ? delivers ? BEHAVIOUR_SENSITIVE : CONTROL_SENSITIVE : INNOCUOUS;
		};
	}

	private static boolean differsElsewhere(List<ModeAccess> access) {
		return access.stream().anyMatch(a -> a.kind() == Kind.DIFFERS);
	}
}
