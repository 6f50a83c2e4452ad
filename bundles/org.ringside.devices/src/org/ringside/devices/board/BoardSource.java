package org.ringside.devices.board;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/**
 * The service that contributes a board: where its text is. Carries {@link org.ringside.machine.catalog.Contribution} with
 * the board's name as its id.
 */
public interface BoardSource {

	/** Name of the text in messages: {@code virt.board}. */
	String file();

	/** The board's text. */
	String text();

	/** The board. */
	default Board board() {
		return Board.parse(file(), text());
	}

	/** The text of a resource beside or above a class; throws {@link IllegalStateException} if its bundle lacks it. */
	static String resource(Class<?> beside, String name) {
		try (InputStream in = beside.getResourceAsStream(name)) {
			if (in == null) {
				throw new IllegalStateException(name + " is not in the bundle of " + beside.getName()
						+ ": name its folder in build.properties");
			}
			return new String(in.readAllBytes(), StandardCharsets.UTF_8);
		} catch (IOException e) {
			throw new IllegalStateException(name + " of the bundle of " + beside.getName() + " cannot be read: " + e.getMessage(), e);
		}
	}
}
