package org.ringside.guest;

import java.util.List;
import java.util.Optional;

/**
 * What of a guest's own ideas can be read from its memory through its symbols. Stateless; asked at any moment between
 * two steps, also when the guest is in the middle of changing what is read: an implementation bounds its walks and
 * leaves out what makes no sense.
 */
public interface Introspection {

	/**
	 * A process of the guest.
	 *
	 * @param id the guest's own number
	 * @param state in the guest's words: {@code running}, {@code ready}, {@code asleep} …
	 * @param root machine address of the root of its translation tables, or 0 if it has none
	 */
	record Process(long id, String name, String state, long root) {
	}

	/**
	 * A system call about to be made.
	 *
	 * @param arguments decoded, in order: {@code fd=1}, {@code "hello"} …
	 */
	record SystemCall(String name, List<String> arguments) {

		public SystemCall {
			arguments = List.copyOf(arguments);
		}

		@Override
		public String toString() {
			return name + '(' + String.join(", ", arguments) + ')';
		}
	}

	/** The processes, in the guest's order. */
	List<Process> processes(GuestView guest);

	/** The process whose program or system call a hart executes; empty where it is none's: booting, idle. */
	Optional<Process> current(GuestView guest, int hart);

	/** The system call that a hart asks for, when it has just trapped for one: its registers hold number and arguments. */
	Optional<SystemCall> systemCall(GuestView guest, int hart);

	/** Why the guest gave up, such as a kernel's panic, in its own words and one line; empty while it has not. */
	default Optional<String> failure(GuestView guest) {
		return Optional.empty();
	}
}
