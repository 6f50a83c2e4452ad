package org.ringside.isa.internal;

import java.lang.invoke.MethodHandles.Lookup;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.ringside.isa.Row.Call;
import org.ringside.isa.Row.Field;
import org.ringside.isa.Row.Input;
import org.ringside.machine.Hart;
import org.ringside.machine.runtime.Access;

/** Finds out what the parameters of a row's method and of its companions are. */
final class Inputs {

	private final Names names;
	private final Class<? extends Hart> hart;
	private final Map<Class<?>, ClassText> texts = new HashMap<>();

	Inputs(Names names, Class<? extends Hart> hart, Lookup lookup) {
		this.names = names;
		this.hart = hart;
		if (!lookup.hasFullPrivilegeAccess()) {
			throw new org.ringside.isa.IsaException("Architecture.lookup() must be MethodHandles.lookup() of a class in the package of the hart");
		}
	}

	ClassText text(Class<?> type) {
		return texts.computeIfAbsent(type, ClassText::new);
	}

	/** What of a row its methods may take. */
	interface Scope {

		/** The field that a parameter names. */
		Optional<Field> field(String parameter);

		/** What the operand of a field is. */
		Input operand(Field field);
	}

	/** Inputs of a method whose names the scope resolves. */
	List<Input> of(Where where, Method method, Scope scope, boolean companion, boolean hasResult) {
		List<String> parameters = text(method.getDeclaringClass()).parameters(method);
		if (parameters.size() != method.getParameterCount()) {
			throw where.wrong("the names of the parameters of " + method.getName() + " are not in its class file; compile with -parameters");
		}
		List<Input> inputs = new ArrayList<>();
		for (int i = 0; i < parameters.size(); i++) {
			inputs.add(one(where, method, method.getParameterTypes()[i], parameters.get(i), scope, companion, hasResult));
		}
		return List.copyOf(inputs);
	}

	private Input one(Where where, Method method, Class<?> type, String name, Scope scope, boolean companion, boolean hasResult) {
		if (type == Access.class || Hart.class.isAssignableFrom(type)) {
			if (companion) {
				throw where.wrong("the companion " + method.getName() + " is not pure: it takes " + type.getSimpleName() + " " + name);
			}
			if (type != Access.class && !type.isAssignableFrom(hart)) {
				throw where.wrong("the parameter '" + name + "' is a " + type.getSimpleName() + ", and the hart is a " + hart.getSimpleName());
			}
			return type == Access.class ? new Input.TheMemory() : new Input.TheHart();
		}
		if (type != long.class && type != int.class && !(type == boolean.class && name.equals("result"))) {
			throw where.wrong("the parameter '" + name + "' of " + method.getName() + " is a " + type.getSimpleName() + "; values are long or int");
		}
		Optional<Field> field = scope.field(name);
		if (field.isPresent()) {
			return scope.operand(field.get());
		}
		return switch (name) {
		case "pc" -> new Input.Pc();
		case "next" -> new Input.Next();
		case "bits" -> new Input.Bits();
		case "result" -> {
			if (!companion || !hasResult) {
				throw where.wrong("'result' is for companions of a method that returns a value");
			}
			yield new Input.TheResult();
		}
		default -> register(where, method, name);
		};
	}

	private Input register(Where where, Method method, String name) {
		Optional<Names.Element> element = names.element(name);
		if (element.isPresent()) {
			return new Input.Fixed(element.get().file(), element.get().number());
		}
		return names.scalar(name).<Input>map(Input.Scalar::new).orElseThrow(() -> where.wrong("the parameter '" + name + "' of " + method.getName()
				+ " is no field of the row, register of the hart, pc, next or bits"));
	}

	/** A companion: a pure static method beside the row, or in the hart class. */
	Call companion(Where where, Method row, String name, Scope scope, boolean hasResult) {
		List<Method> found = new ArrayList<>();
		for (Class<?> c : List.of(row.getDeclaringClass(), hart)) {
			if (found.isEmpty()) {
				text(c).methods().stream().filter(m -> m.getName().equals(name) && m.getAnnotation(org.ringside.isa.Instruction.class) == null)
						.forEach(found::add);
			}
		}
		if (found.isEmpty()) {
			throw where.wrong("there is no companion '" + name + "' in " + row.getDeclaringClass().getSimpleName() + " or " + hart.getSimpleName());
		}
		Method method = found.getFirst();
		if (found.size() > 1 || !Modifier.isStatic(method.getModifiers())) {
			throw where.wrong("the companion '" + name + "' must be one static method");
		}
		if (method.getReturnType() != long.class && method.getReturnType() != int.class) {
			throw where.wrong("the companion '" + name + "' must return long or int");
		}
		return new Call(method, of(where, method, scope, true, hasResult));
	}
}
