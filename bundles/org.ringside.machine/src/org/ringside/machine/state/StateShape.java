package org.ringside.machine.state;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** How values get out of and into one record type. Found once for a type, since snapshots are taken by the thousand. */
final class StateShape {

	private static final ClassValue<StateShape> SHAPES = new ClassValue<>() {
		@Override
		protected StateShape computeValue(Class<?> type) {
			return new StateShape(type);
		}
	};

	private record Field(String name, Class<?> type, Type generic, MethodHandle accessor) {
	}

	private final Class<?> type;
	/** In the order of the record's declaration. */
	private final List<Field> fields;
	private final MethodHandle constructor;

	static StateShape of(Class<?> type) {
		return SHAPES.get(type);
	}

	private StateShape(Class<?> type) {
		this.type = type;
		RecordComponent[] components = type.getRecordComponents();
		Class<?>[] types = Stream.of(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
		try {
			// a component's State is usually nested and not public
			Constructor<?> canonical = type.getDeclaredConstructor(types);
			canonical.setAccessible(true);
			constructor = MethodHandles.lookup().unreflectConstructor(canonical).asSpreader(Object[].class, types.length)
					.asType(MethodType.methodType(Object.class, Object[].class));
			List<Field> found = new ArrayList<>();
			for (RecordComponent component : components) {
				Method accessor = component.getAccessor();
				accessor.setAccessible(true);
				found.add(new Field(component.getName(), component.getType(), component.getGenericType(), MethodHandles.lookup()
						.unreflect(accessor).asType(MethodType.methodType(Object.class, Object.class))));
			}
			fields = List.copyOf(found);
		} catch (ReflectiveOperationException e) {
			throw new IllegalArgumentException(type.getName() + " cannot be a state: " + e.getMessage(), e);
		}
	}

	/** Values by name, in the order of names. */
	Map<String, Object> values(Record record) {
		Map<String, Object> values = new TreeMap<>();
		for (Field field : fields) {
			values.put(field.name, invoke(field.accessor, record));
		}
		return values;
	}

	/** @param where the record is, for messages */
	Object bind(Map<String, Object> values, String where) {
		Map<String, Object> left = new LinkedHashMap<>(values);
		Object[] arguments = new Object[fields.size()];
		for (int i = 0; i < arguments.length; i++) {
			Field field = fields.get(i);
			Object value = left.remove(field.name);
			if (value == null) {
				throw new StateException(where + " has no field " + field.name + ": it was written by another version");
			}
			arguments[i] = fit(value, field.type, field.generic, where + '.' + field.name);
		}
		if (!left.isEmpty()) {
			throw new StateException(where + " has an unknown field " + left.keySet().iterator().next()
					+ ": it was written by another version");
		}
		try {
			return invoke(constructor, arguments);
		} catch (IllegalArgumentException e) {
			throw new StateException(where + ": " + e.getMessage(), e);
		}
	}

	private static Object fit(Object value, Class<?> type, Type generic, String where) {
		if (type.isRecord() && value instanceof Map<?, ?>) {
			return of(type).bind(named(value), where);
		}
		if (type == List.class && value instanceof List<?> list && generic instanceof ParameterizedType of) {
			Type element = of.getActualTypeArguments()[0];
			List<Object> fitted = new ArrayList<>(list.size());
			for (Object each : list) {
				fitted.add(fit(each, raw(element), element, where + '[' + fitted.size() + ']'));
			}
			return List.copyOf(fitted);
		}
		if (type == Map.class && value instanceof Map<?, ?> && generic instanceof ParameterizedType of) {
			Type element = of.getActualTypeArguments()[1];
			Map<String, Object> fitted = new LinkedHashMap<>();
			named(value).forEach((name, each) -> fitted.put(name, fit(each, raw(element), element, where + '.' + name)));
			return fitted;
		}
		if (type.isEnum() && value instanceof String name) {
			return constant(type, name, where);
		}
		Class<?> wanted = MethodType.methodType(type).wrap().returnType();
		if (!wanted.isInstance(value)) {
			throw new StateException(where + " is " + kind(value.getClass()) + " where " + type.getSimpleName()
					+ " is expected: it was written by another version");
		}
		return value;
	}

	private static Object constant(Class<?> type, String name, String where) {
		return Stream.of(type.getEnumConstants()).filter(constant -> ((Enum<?>) constant).name().equals(name)).findFirst()
				.orElseThrow(() -> new StateException(where + " is " + name + ", which is none of "
						+ Arrays.toString(type.getEnumConstants())));
	}

	/** Fields read from bytes or by a migration: keys are strings. */
	@SuppressWarnings("unchecked")
	private static Map<String, Object> named(Object map) {
		return (Map<String, Object>) map;
	}

	private static Class<?> raw(Type type) {
		return switch (type) {
		case Class<?> plain -> plain;
		case ParameterizedType of -> (Class<?>) of.getRawType();
		default -> Object.class;
		};
	}

	private static String kind(Class<?> type) {
		return Map.class.isAssignableFrom(type) ? "a record" : List.class.isAssignableFrom(type) ? "a list" : type.getSimpleName();
	}

	private Object invoke(MethodHandle handle, Object argument) {
		try {
			return handle == constructor ? (Object) handle.invokeExact((Object[]) argument) : (Object) handle.invokeExact(argument);
		} catch (RuntimeException | Error e) {
			throw e;
		} catch (Throwable e) {
			throw new IllegalArgumentException(type.getName() + ": " + e.getMessage(), e);
		}
	}
}
