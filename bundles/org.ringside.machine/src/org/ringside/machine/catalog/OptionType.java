package org.ringside.machine.catalog;

import java.lang.reflect.RecordComponent;
import java.math.BigInteger;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The types that a component of an {@code Options} record may have: how they are written and read. */
enum OptionType {

	LONG {
		@Override
		String values(Class<?> type) {
			return "number";
		}

		@Override
		Object zero(Class<?> type) {
			return 0L;
		}

		@Override
		Object parse(Class<?> type, String text) {
			return number(text);
		}
	},
	INT {
		@Override
		String values(Class<?> type) {
			return "number";
		}

		@Override
		Object zero(Class<?> type) {
			return 0;
		}

		@Override
		Object parse(Class<?> type, String text) {
			long value = number(text);
			if (value != (int) value) {
				throw new IllegalArgumentException(text + " is too large: choose a number from " + Integer.MIN_VALUE + " to "
						+ Integer.MAX_VALUE);
			}
			return (int) value;
		}
	},
	BOOLEAN {
		@Override
		String values(Class<?> type) {
			return "true|false";
		}

		@Override
		Object zero(Class<?> type) {
			return false;
		}

		@Override
		Object parse(Class<?> type, String text) {
			return switch (text) {
			case "true" -> true;
			case "false" -> false;
			default -> throw new IllegalArgumentException("\"" + text + "\" is neither: write true or false");
			};
		}
	},
	STRING {
		@Override
		String values(Class<?> type) {
			return "TEXT";
		}

		@Override
		Object zero(Class<?> type) {
			return "";
		}

		@Override
		Object parse(Class<?> type, String text) {
			return text;
		}
	},
	ENUM {
		@Override
		String values(Class<?> type) {
			return constants(type).map(OptionType::written).collect(Collectors.joining("|"));
		}

		@Override
		Object zero(Class<?> type) {
			return type.getEnumConstants()[0];
		}

		@Override
		Object parse(Class<?> type, String text) {
			return constants(type).filter(constant -> written(constant).equals(text)).findFirst()
					.orElseThrow(() -> new IllegalArgumentException("there is no \"" + text + "\": choose one of "
							+ constants(type).map(OptionType::written).collect(Collectors.joining(", "))));
		}

		@Override
		String text(Object value) {
			return written(value);
		}
	},
	PATH {
		@Override
		String values(Class<?> type) {
			return "FILE";
		}

		@Override
		Object zero(Class<?> type) {
			return Path.of("");
		}

		@Override
		Object parse(Class<?> type, String text) {
			try {
				return Path.of(text);
			} catch (InvalidPathException e) {
				throw new IllegalArgumentException("\"" + text + "\" is no name of a file: " + e.getReason(), e);
			}
		}
	},
	INSTANT {
		@Override
		String values(Class<?> type) {
			return "TIME";
		}

		@Override
		Object zero(Class<?> type) {
			return Instant.EPOCH;
		}

		@Override
		Object parse(Class<?> type, String text) {
			try {
				return Instant.parse(text);
			} catch (DateTimeParseException e) {
				throw new IllegalArgumentException("\"" + text + "\" is no time: write it in UTC, such as 2026-01-31T18:00:00Z", e);
			}
		}
	};

	private static final Pattern NUMBER = Pattern.compile("(-?)(?:0x([0-9a-fA-F]+)|([0-9]+))([KMG]?)");

	/** What may be written, for people. */
	abstract String values(Class<?> type);

	/** The value where not even the annotation has one. */
	abstract Object zero(Class<?> type);

	/** Throws {@link IllegalArgumentException} that says what is wrong and what is legal, without the option's name. */
	abstract Object parse(Class<?> type, String text);

	String text(Object value) {
		return value.toString();
	}

	static OptionType of(RecordComponent component) {
		Class<?> type = component.getType();
		if (type == long.class) {
			return LONG;
		} else if (type == int.class) {
			return INT;
		} else if (type == boolean.class) {
			return BOOLEAN;
		} else if (type == String.class) {
			return STRING;
		} else if (type.isEnum()) {
			return ENUM;
		} else if (type == Path.class) {
			return PATH;
		} else if (type == Instant.class) {
			return INSTANT;
		}
		throw new IllegalStateException(place(component) + " cannot be an option: use long, int, boolean, String, an enum, "
				+ "Path or Instant");
	}

	static String place(RecordComponent component) {
		return component.getType().getSimpleName() + " " + component.getName() + " of "
				+ component.getDeclaringRecord().getName();
	}

	static long number(String text) {
		Matcher matcher = NUMBER.matcher(text);
		if (!matcher.matches()) {
			throw new IllegalArgumentException("\"" + text + "\" is no whole number: write it like 4096, 4K or 0x1000");
		}
		String hex = matcher.group(2);
		BigInteger value = hex != null ? new BigInteger(hex, 16) : new BigInteger(matcher.group(3));
		value = value.shiftLeft(matcher.group(4).isEmpty() ? 0 : 10 * (" KMG".indexOf(matcher.group(4))));
		if (!matcher.group(1).isEmpty()) {
			value = value.negate();
		}
		// an address may use the sign bit, if it is written in hexadecimal
		if (value.bitLength() > (hex != null && value.signum() > 0 ? 64 : 63)) {
			throw new IllegalArgumentException(text + " is too large: it must fit into 64 bits");
		}
		return value.longValue();
	}

	private static Stream<Object> constants(Class<?> type) {
		return Stream.of(type.getEnumConstants());
	}

	private static String written(Object constant) {
		return ((Enum<?>) constant).name().toLowerCase(Locale.ROOT).replace('_', '-');
	}
}
