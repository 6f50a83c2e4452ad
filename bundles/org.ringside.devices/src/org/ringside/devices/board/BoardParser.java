package org.ringside.devices.board;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

import org.ringside.machine.Memory;

/** Reads a board's text, line by line. */
final class BoardParser {

	private static final String BOARD = "board NAME \"LABEL\"";
	private static final String ISA = "isa NAME [FEATURE=VALUE ...]";
	private static final String HARTS = "harts NUMBER [max NUMBER]";
	private static final String RATE = "rate NANOSECONDS";
	private static final String MEMORY = "memory ADDRESS SIZE";
	private static final String DEVICE = "device NAME KIND at ADDRESS [size SIZE] [irq CONTROLLER NUMBER] "
			+ "[line NAME CONTROLLER NUMBER] [OPTION=VALUE ...]";
	private static final String CONSOLE = "console DEVICE";
	private static final String COMPATIBLE = "compatible NAME";
	private static final List<String> NEEDED = List.of("board", "isa", "memory");
	private static final int MOST_HARTS = 8;
	private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_.-]*");

	private final String file;
	private final String text;
	private final Set<String> seen = new TreeSet<>();
	private final Map<String, Board.DeviceLine> devices = new LinkedHashMap<>();
	private String id = "";
	private String label = "";
	private String compatible = "";
	private Board.Isa isa;
	private Board.Harts harts;
	private long rate = 10;
	private Board.MemoryArea memory;
	private String console = "";
	private Place consolePlace;

	BoardParser(String file, String text) {
		this.file = file;
		this.text = text;
		this.harts = new Board.Harts(1, MOST_HARTS, new Place(file, 1, 1));
	}

	Board board() {
		int number = 0;
		for (String line : text.lines().toList()) {
			Words words = new Words(file, ++number, line);
			if (words.more()) {
				line(words);
			}
		}
		for (String needed : NEEDED) {
			if (!seen.contains(needed)) {
				throw new BoardException(new Place(file, number + 1, 1), "the board has no line \"" + needed + "\": add \"" + form(needed)
						+ "\"");
			}
		}
		checkNames();
		return new Board(id, label, compatible, isa, harts, rate, memory, List.copyOf(devices.values()), console, text);
	}

	private static String form(String keyword) {
		return switch (keyword) {
		case "board" -> BOARD;
		case "isa" -> ISA;
		default -> MEMORY;
		};
	}

	private void line(Words words) {
		Place place = words.place();
		String keyword = words.take("keyword");
		if (!keyword.equals("device") && !seen.add(keyword)) {
			throw new BoardException(place, "there is a second line \"" + keyword + "\": leave one out");
		}
		switch (keyword) {
		case "board" -> {
			id = name(words, "name of the board");
			label = words.take("label");
			words.noMore(BOARD);
		}
		case "isa" -> isa = isa(words);
		case "harts" -> harts = harts(words);
		case "rate" -> {
			rate = words.number("rate", 1);
			words.noMore(RATE);
		}
		case "memory" -> memory = memory(words, place);
		case "device" -> device(words);
		case "console" -> {
			consolePlace = words.place();
			console = words.take("name of a device");
			words.noMore(CONSOLE);
		}
		case "compatible" -> {
			compatible = words.take("name");
			words.noMore(COMPATIBLE);
		}
		default -> throw new BoardException(place, "there is no line \"" + keyword
				+ "\": a line begins with board, compatible, isa, harts, rate, memory, device, console or #");
		}
	}

	private Board.Isa isa(Words words) {
		Place place = words.place();
		String name = words.take("name of the ISA");
		Map<String, String> features = new LinkedHashMap<>();
		while (words.atOption()) {
			Place at = words.place();
			String[] feature = words.take("feature").split("=", 2);
			if (features.putIfAbsent(feature[0], feature[1]) != null) {
				throw new BoardException(at, "feature " + feature[0] + " is given twice: leave one out");
			}
		}
		words.noMore(ISA);
		return new Board.Isa(name, features, place);
	}

	private Board.Harts harts(Words words) {
		Place place = words.place();
		long standard = words.number("number of harts", 1);
		long most = words.takeIf("max") ? words.number("highest number of harts", 1) : standard;
		words.noMore(HARTS);
		if (most > MOST_HARTS) {
			throw new BoardException(place, "%d harts: choose 1 to %d".formatted(most, MOST_HARTS));
		}
		if (standard > most) {
			throw new BoardException(place, "%d harts, but at most %d: choose 1 to %d".formatted(standard, most, most));
		}
		return new Board.Harts((int) standard, (int) most, place);
	}

	private Board.MemoryArea memory(Words words, Place place) {
		long base = words.number("address of memory", 0);
		long size = words.number("size of memory", Memory.FRAME);
		words.noMore(MEMORY);
		if (size > Board.MOST_MEMORY) {
			throw new BoardException(place, "memory of 0x%x bytes: choose at most %dG".formatted(size, Board.MOST_MEMORY >> 30));
		}
		if (base % Memory.FRAME != 0 || size % Memory.FRAME != 0) {
			throw new BoardException(place, "memory of 0x%x bytes at 0x%x: both must be multiples of %d".formatted(size, base,
					Memory.FRAME));
		}
		return new Board.MemoryArea(base, size, place);
	}

	private void device(Words words) {
		Place namePlace = words.place();
		String name = name(words, "name of the device");
		Place place = words.place();
		String kind = words.take("kind of the device");
		if (!words.takeIf("at")) {
			throw words.wrong("\"at\" is missing: write " + DEVICE);
		}
		long base = words.number("address", 0);
		Optional<Long> size = words.takeIf("size") ? Optional.of(words.number("size", 1)) : Optional.empty();
		List<Board.Wire> wires = new ArrayList<>();
		while (true) {
			if (words.takeIf("irq")) {
				wires.add(wire("irq", words));
			} else if (words.takeIf("line")) {
				wires.add(wire(words.take("name of the line"), words));
			} else {
				break;
			}
		}
		List<String> options = new ArrayList<>();
		while (words.atOption()) {
			options.add(words.take("option"));
		}
		words.noMore(DEVICE);
		if (devices.putIfAbsent(name, new Board.DeviceLine(name, kind, base, size, wires, options, place)) != null) {
			throw new BoardException(namePlace, "a second device is called " + name + ": rename one");
		}
	}

	private static Board.Wire wire(String line, Words words) {
		Place place = words.place();
		String controller = words.take("name of the controller");
		return new Board.Wire(line, controller, (int) Math.min(words.number("number of the input", 0), Integer.MAX_VALUE), place);
	}

	/** Controllers may come after the devices that are wired to them, so that names are looked at in the end. */
	private void checkNames() {
		Map<String, Board.Wire> inputs = new LinkedHashMap<>();
		for (Board.DeviceLine device : devices.values()) {
			for (Board.Wire wire : device.wires()) {
				if (!devices.containsKey(wire.controller())) {
					throw new BoardException(wire.place(), unknown(wire.controller()));
				}
				Board.Wire other = inputs.putIfAbsent(wire.controller() + " " + wire.input(), wire);
				if (other != null) {
					throw new BoardException(wire.place(), "input " + wire.input() + " of " + wire.controller()
							+ " has its line from line " + other.place().line() + " already: use another");
				}
			}
		}
		if (!console.isEmpty() && !devices.containsKey(console)) {
			throw new BoardException(consolePlace, unknown(console));
		}
	}

	private String unknown(String name) {
		return "the board has no device \"" + name + "\": "
				+ (devices.isEmpty() ? "add it" : "choose one of " + String.join(", ", devices.keySet()));
	}

	private static String name(Words words, String what) {
		Place place = words.place();
		String name = words.take(what);
		if (!NAME.matcher(name).matches()) {
			throw new BoardException(place, "\"" + name + "\" is no " + what + ": use lower-case letters, digits, -, _ and .");
		}
		return name;
	}
}
