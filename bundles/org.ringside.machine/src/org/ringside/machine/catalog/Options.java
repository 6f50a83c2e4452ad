package org.ringside.machine.catalog;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Makes {@code Options} records from texts as users write them ({@code sources=96}), and says what can be written. All of
 * it derives from the record's components and their {@link Option} annotations.
 *
 * <p>A component is a {@code long}, {@code int}, {@code boolean}, {@code String}, enum, {@link java.nio.file.Path} or
 * {@link java.time.Instant}. The record's own constructor may refuse a value with an {@link IllegalArgumentException}.
 */
public final class Options {

	/**
	 * What can be written for one component.
	 *
	 * @param name before the {@code =}
	 * @param values what may stand after it, for people: {@code number}, {@code true|false}, {@code FILE} …
	 * @param standard the value if none is given, as text
	 */
	public record Choice(String name, String values, String help, String standard) {
	}

	private Options() {
	}

	/** What can be written for a record, in its order. */
	public static List<Choice> choices(Class<? extends Record> type) {
		return Stream.of(type.getRecordComponents()).map(component -> {
			Option option = option(component);
			return new Choice(component.getName(), OptionType.of(component).values(component.getType()), option.help(), option.value());
		}).toList();
	}

	/** The record with everything as it is if nothing is written. */
	public static <O extends Record> O defaults(Class<O> type) {
		return parse(type, List.of());
	}

	/**
	 * Makes a record.
	 *
	 * @param texts {@code name=value} each
	 * @throws IllegalArgumentException for a text that is wrong: one line that names the option, what is legal and the mend
	 * @throws IllegalStateException for a record that is wrong, quoting the component
	 */
	public static <O extends Record> O parse(Class<O> type, Collection<String> texts) {
		Map<String, String> given = new LinkedHashMap<>();
		for (String text : texts) {
			int equals = text.indexOf('=');
			String name = equals < 0 ? text : text.substring(0, equals);
			if (Stream.of(type.getRecordComponents()).noneMatch(component -> component.getName().equals(name))) {
				throw new IllegalArgumentException("there is no option \"" + name + "\": " + names(type));
			}
			if (equals < 0) {
				throw new IllegalArgumentException("option " + name + " has no value: write " + name + "=VALUE");
			}
			if (given.putIfAbsent(name, text.substring(equals + 1)) != null) {
				throw new IllegalArgumentException("option " + name + " is given twice: leave one out");
			}
		}
		RecordComponent[] components = type.getRecordComponents();
		Object[] values = new Object[components.length];
		for (int i = 0; i < components.length; i++) {
			values[i] = value(components[i], given);
		}
		return make(type, values);
	}

	/** The texts that make this record again. */
	public static List<String> texts(Record options) {
		List<String> texts = new ArrayList<>();
		for (RecordComponent component : options.getClass().getRecordComponents()) {
			try {
				component.getAccessor().setAccessible(true);
				texts.add(component.getName() + "=" + OptionType.of(component).text(component.getAccessor().invoke(options)));
			} catch (ReflectiveOperationException e) {
				throw new IllegalStateException(component + " of " + options.getClass().getName() + " cannot be read", e);
			}
		}
		return texts;
	}

	/**
	 * A whole number as users write it: decimal or with {@code 0x}, and then perhaps K, M or G for powers of 1024.
	 *
	 * @throws IllegalArgumentException if it is none, or is beyond 64 bits
	 */
	public static long number(String text) {
		return OptionType.number(text);
	}

	private static String names(Class<? extends Record> type) {
		List<String> names = Stream.of(type.getRecordComponents()).map(RecordComponent::getName).toList();
		return names.isEmpty() ? "leave it out, nothing can be set here" : "choose one of " + String.join(", ", names);
	}

	private static Object value(RecordComponent component, Map<String, String> given) {
		OptionType type = OptionType.of(component);
		String text = given.get(component.getName());
		if (text != null) {
			try {
				return type.parse(component.getType(), text);
			} catch (IllegalArgumentException e) {
				throw new IllegalArgumentException("option " + component.getName() + ": " + e.getMessage(), e);
			}
		}
		String standard = option(component).value();
		try {
			return standard.isEmpty() ? type.zero(component.getType()) : type.parse(component.getType(), standard);
		} catch (IllegalArgumentException e) {
			throw new IllegalStateException("the default of " + OptionType.place(component) + ": " + e.getMessage(), e);
		}
	}

	private static Option option(RecordComponent component) {
		Option option = component.getAnnotation(Option.class);
		if (option == null) {
			throw new IllegalStateException(OptionType.place(component) + " has no @Option: annotate it");
		}
		return option;
	}

	private static <O extends Record> O make(Class<O> type, Object[] values) {
		Class<?>[] types = Stream.of(type.getRecordComponents()).map(RecordComponent::getType).toArray(Class<?>[]::new);
		try {
			Constructor<O> constructor = type.getDeclaredConstructor(types);
			constructor.setAccessible(true);
			return constructor.newInstance(values);
		} catch (InvocationTargetException e) {
			if (e.getCause() instanceof IllegalArgumentException refused) {
				throw refused;
			}
			throw new IllegalStateException(type.getName() + " failed: " + e.getCause(), e);
		} catch (ReflectiveOperationException e) {
			throw new IllegalStateException(type.getName() + " cannot be made: is it nested in a class of its own bundle?", e);
		}
	}
}
