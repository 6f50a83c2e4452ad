package org.ringside.lab;

/**
 * Something wrong with an installed plug-in.
 *
 * @param where the plug-in, with its version
 * @param what is wrong with it
 * @param mend what its author or its user can do
 */
public record Problem(String where, String what, String mend) {

	/** One line for people. */
	@Override
	public String toString() {
		return where + ": " + what + ": " + mend;
	}
}
