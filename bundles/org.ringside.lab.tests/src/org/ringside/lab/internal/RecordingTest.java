package org.ringside.lab.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ringside.lab.LabException;
import org.ringside.machine.Clock;

class RecordingTest {

	@Test
	void readsWhatItWrote(@TempDir Path folder) throws IOException {
		Clock clock = new Clock(10);
		Path file = folder.resolve("input");
		try (Recording recording = new Recording(file, clock)) {
			recording.delivered('a');
			clock.advance(7);
			recording.delivered(0xff);
			recording.ended();
		}
		assertEquals("ringside input 1\n0 0 61\n7 70 ff\n7 70 end\n", Files.readString(file));
		assertEquals(List.of(new Recording.Event(0, 'a'), new Recording.Event(70, 0xff), new Recording.Event(70, -1)),
				Recording.read("input", Files.readAllBytes(file)));
	}

	@Test
	void refusesWhatIsNoRecordingWithFileAndLine(@TempDir Path folder) {
		refused("f:1: no record of input: it does not begin with \"ringside input 1\"", "");
		refused("f:1: no record of input: it does not begin with \"ringside input 1\"", "\u0000\u0001");
		String is = "\" is no event: step, nanoseconds not less than before, and a byte in hexadecimal or end";
		refused("f:2: \"1 2" + is, "ringside input 1\n1 2\n");
		refused("f:2: \"1 2 6" + is, "ringside input 1\n1 2 6\n");
		refused("f:2: \"1 99999999999999999999 61" + is, "ringside input 1\n1 99999999999999999999 61\n");
		refused("f:3: \"1 10 61" + is, "ringside input 1\n2 20 61\n1 10 61\n");
		assertEquals("record " + folder.resolve("no/file") + " cannot be written: there is no such file or folder",
				assertThrows(LabException.class, () -> new Recording(folder.resolve("no/file"), new Clock(1))).getMessage());
	}

	private static void refused(String message, String text) {
		assertEquals(message, assertThrows(LabException.class, () -> Recording.read("f", text.getBytes(StandardCharsets.UTF_8))).getMessage());
	}
}
