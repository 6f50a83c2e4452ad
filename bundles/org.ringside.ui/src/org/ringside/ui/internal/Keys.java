package org.ringside.ui.internal;

import java.nio.charset.StandardCharsets;
import java.util.Map;

import org.eclipse.swt.SWT;

/** Keys of the window as a terminal sends them. */
final class Keys {

	/** ECMA-48 and DEC's VT220. */
	private static final Map<Integer, String> NAMED = Map.of(SWT.ARROW_UP, "\u001b[A", SWT.ARROW_DOWN, "\u001b[B", SWT.ARROW_RIGHT, "\u001b[C",
			SWT.ARROW_LEFT, "\u001b[D", SWT.HOME, "\u001b[H", SWT.END, "\u001b[F", SWT.PAGE_UP, "\u001b[5~", SWT.PAGE_DOWN, "\u001b[6~");

	private Keys() {
	}

	/** The bytes for a key; none for one that a terminal does not send. */
	static byte[] bytes(char character, int keyCode) {
		String named = NAMED.get(keyCode);
		if (named != null) {
			return named.getBytes(StandardCharsets.US_ASCII);
		}
		return character == 0 ? new byte[0] : Character.toString(character).getBytes(StandardCharsets.UTF_8);
	}
}
