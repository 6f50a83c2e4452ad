package org.ringside.machine;

/**
 * Thrown by a semantic method, or by the memory system under it, when the instruction cannot complete. The cause and
 * its value are primitives in the {@link Hart} that raised it; the throwable itself carries nothing, has no stack and
 * is allocated once, so that a trap costs no more than a jump.
 *
 * @see Hart#raise(int, long)
 */
public final class Trap extends RuntimeException {

	private static final long serialVersionUID = 1L;

	/** The only instance. */
	public static final Trap TRAP = new Trap();

	private Trap() {
		super(null, null, false, false);
	}
}
