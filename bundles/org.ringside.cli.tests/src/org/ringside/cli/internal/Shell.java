package org.ringside.cli.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

import org.ringside.lab.InstalledGuests;
import org.ringside.machine.catalog.Catalog;
import org.ringside.testkit.FlatCatalog;

/** Gives commands, as a shell would, to a command line whose installed guests are in a folder of the test's own. */
final class Shell {

	private static final Catalog CATALOG = FlatCatalog.ofClassPath();

	private final InstalledGuests guests;

	/** What a command answered. */
	record Answer(int status, String out, String err) {
	}

	Shell(Path guests) {
		this.guests = InstalledGuests.in(guests);
	}

	Answer ask(String... arguments) {
		return ask(Host.Plugins.none(), arguments);
	}

	Answer ask(Host.Plugins plugins, String... arguments) {
		ByteArrayOutputStream out = new ByteArrayOutputStream();
		Answer answer = ask(plugins, out, arguments);
		return new Answer(answer.status(), out.toString(StandardCharsets.UTF_8), answer.err());
	}

	/** As if standard output were this. */
	Answer ask(Host.Plugins plugins, OutputStream out, String... arguments) {
		ByteArrayOutputStream err = new ByteArrayOutputStream();
		int status = Ringside.execute(new Host(CATALOG, guests, plugins, new ByteArrayInputStream(new byte[0]),
				new Output(out, StandardCharsets.UTF_8), new PrintStream(err, true), false, false), arguments);
		return new Answer(status, "", err.toString(StandardCharsets.UTF_8));
	}

	/** The command is refused in one line that contains each of these, with status 2. */
	String refused(List<String> arguments, String... says) {
		Answer answer = ask(arguments.toArray(String[]::new));
		assertEquals(2, answer.status(), answer.err());
		assertEquals(1, answer.err().lines().count(), answer.err());
		assertEquals("", answer.out());
		for (String part : says) {
			assertTrue(answer.err().contains(part), "\"" + part + "\" is not in: " + answer.err());
		}
		assertFalse(answer.err().contains("Exception"), answer.err());
		return answer.err();
	}
}
