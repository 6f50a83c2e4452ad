package org.ringside.lab.internal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Pattern;

import org.ringside.lab.LabException;
import org.ringside.lab.Reasons;
import org.ringside.machine.Clock;

/**
 * What was typed, and when. After the line {@code ringside input 1} each line is an event: machine step, nanoseconds of
 * machine time (which differ from the steps by the idle time skipped), and the byte delivered in hexadecimal, or
 * {@code end} where somebody ended the run.
 */
public final class Recording implements SerialLine.Listener, AutoCloseable {

	private static final String HEAD = "ringside input 1";
	private static final Pattern EVENT = Pattern.compile("\\d{1,18} \\d{1,18} ([0-9a-f]{2}|end)");

	/** @param value the byte, or -1 for the end of the run */
	public record Event(long moment, int value) {
	}

	private final Path file;
	private final Clock clock;
	private final Writer out;

	/** Begins a recording; throws {@link LabException} if the file cannot be written. */
	public Recording(Path file, Clock clock) {
		this.file = file;
		this.clock = clock;
		try {
			out = Files.newBufferedWriter(file);
		} catch (IOException e) {
			throw new LabException("record " + file + " cannot be written: " + Reasons.of(e), e);
		}
		write(HEAD + "\n");
	}

	@Override
	public void delivered(int value) {
		write("%d %d %02x\n".formatted(clock.steps(), clock.now(), value));
	}

	/** Somebody ended the run now. */
	public void ended() {
		write("%d %d end\n".formatted(clock.steps(), clock.now()));
	}

	private void write(String line) {
		try {
			out.write(line);
		} catch (IOException e) {
			throw new UncheckedIOException("record " + file + " cannot be written: " + Reasons.of(e), e);
		}
	}

	@Override
	public void close() {
		try {
			out.close();
		} catch (IOException e) {
			throw new UncheckedIOException("record " + file + " cannot be written: " + Reasons.of(e), e);
		}
	}

	/** Reads a recording; throws {@link LabException} with file and line of what is wrong. */
	public static List<Event> read(String name, byte[] bytes) {
		List<String> lines = new String(bytes, StandardCharsets.UTF_8).lines().toList();
		if (lines.isEmpty() || !lines.getFirst().equals(HEAD)) {
			throw new LabException(name + ":1: no record of input: it does not begin with \"" + HEAD + "\"");
		}
		List<Event> events = new ArrayList<>();
		long last = 0;
		for (int i = 1; i < lines.size(); i++) {
			if (!EVENT.matcher(lines.get(i)).matches() || event(lines.get(i)).moment() < last) {
				throw new LabException(name + ":" + (i + 1) + ": \"" + lines.get(i)
						+ "\" is no event: step, nanoseconds not less than before, and a byte in hexadecimal or end");
			}
			Event event = event(lines.get(i));
			last = event.moment();
			events.add(event);
		}
		return events;
	}

	private static Event event(String line) {
		String[] words = line.split(" ");
		return new Event(Long.parseLong(words[1]), words[2].equals("end") ? -1 : HexFormat.fromHexDigits(words[2]));
	}
}
