package org.ringside.isa.internal;

import java.io.IOException;
import java.io.InputStream;
import java.lang.classfile.Attributes;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.MethodModel;
import java.lang.classfile.attribute.LocalVariableInfo;
import java.lang.reflect.Executable;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Parameter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What reflection does not tell of a class: the order of its methods in the source, and the names of their parameters
 * where it was compiled with {@code -g} and without {@code -parameters}. Both are read from the class file.
 */
final class ClassText {

	private final Map<String, Integer> order = new HashMap<>();
	private final Map<String, MethodModel> models = new HashMap<>();
	private final List<Method> methods;

	ClassText(Class<?> type) {
		read(type);
		methods = Arrays.stream(type.getDeclaredMethods()).filter(m -> !m.isSynthetic())
				.sorted(Comparator.<Method>comparingInt(m -> order.getOrDefault(key(m), Integer.MAX_VALUE)).thenComparing(Method::getName)).toList();
	}

	private void read(Class<?> type) {
		String file = type.getName().substring(type.getName().lastIndexOf('.') + 1) + ".class";
		try (InputStream in = type.getResourceAsStream(file)) {
			if (in == null) {
				return; // a class made at run time: methods come by name, and parameter names from reflection alone
			}
			ClassModel model = ClassFile.of().parse(in.readAllBytes());
			for (MethodModel m : model.methods()) {
				String key = m.methodName().stringValue() + m.methodType().stringValue();
				order.put(key, order.size());
				models.put(key, m);
			}
		} catch (IOException e) {
			throw new java.io.UncheckedIOException(file, e);
		}
	}

	/** The methods, in the order of the source. */
	List<Method> methods() {
		return methods;
	}

	/** Names of a method's parameters; empty where they are not to be had. */
	List<String> parameters(Method method) {
		Parameter[] parameters = method.getParameters();
		if (Arrays.stream(parameters).allMatch(Parameter::isNamePresent)) {
			return Arrays.stream(parameters).map(Parameter::getName).toList();
		}
		MethodModel model = models.get(key(method));
		return model == null ? List.of() : fromVariables(model, method);
	}

	private static List<String> fromVariables(MethodModel model, Method method) {
		Map<Integer, String> bySlot = new HashMap<>();
		model.code().flatMap(c -> c.findAttribute(Attributes.localVariableTable())).ifPresent(table -> {
			for (LocalVariableInfo v : table.localVariables()) {
				if (v.startPc() == 0) {
					bySlot.put(v.slot(), v.name().stringValue());
				}
			}
		});
		List<String> names = new ArrayList<>();
		int slot = Modifier.isStatic(method.getModifiers()) ? 0 : 1;
		for (Class<?> type : method.getParameterTypes()) {
			String name = bySlot.get(slot);
			if (name == null) {
				return List.of();
			}
			names.add(name);
			slot += type == long.class || type == double.class ? 2 : 1;
		}
		return names;
	}

	private static String key(Executable e) {
		Method m = (Method) e;
		return m.getName() + java.lang.invoke.MethodType.methodType(m.getReturnType(), m.getParameterTypes()).descriptorString();
	}
}
