package org.ringside.isa.internal;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.List;

import org.ringside.isa.Architecture;
import org.ringside.isa.Description;

/** How many bytes are fetched at a time, and {@link Description#length()}. */
final class Lengths {

	private final int parcel;
	private final boolean bigEndian;
	/** {@code (long)int}, or null. */
	private final MethodHandle method;

	Lengths(Architecture architecture, Description description) {
		parcel = description.alignment();
		bigEndian = description.bigEndian();
		method = description.length().isEmpty() ? null : handle(architecture, description.length());
	}

	private static MethodHandle handle(Architecture architecture, String name) {
		Where where = new Where(architecture.hartType().getSimpleName(), "@Description(length = \"" + name + "\")");
		Method found = Arrays.stream(architecture.hartType().getDeclaredMethods())
				.filter(m -> m.getName().equals(name) && Modifier.isStatic(m.getModifiers()) && m.getReturnType() == int.class
						&& Arrays.equals(m.getParameterTypes(), new Class<?>[] { long.class }))
				.findFirst().orElseThrow(() -> where.wrong("there is no 'static int " + name + "(long)' in the hart class"));
		try {
			return architecture.lookup().unreflect(found).asType(MethodType.methodType(int.class, long.class));
		} catch (IllegalAccessException e) {
			throw where.wrong("Architecture.lookup() does not reach it: " + e.getMessage());
		}
	}

	/** Bytes fetched at a time. */
	int parcel() {
		return parcel;
	}

	/** True if the description tells the length from the first parcel. */
	boolean told() {
		return method != null;
	}

	/** The length that a first parcel tells, at least a parcel and at most the longest. */
	int of(long first) {
		try {
			return Math.clamp((int) method.invokeExact(Window.number(first, parcel, bigEndian)), parcel, Window.MAX);
		} catch (RuntimeException | Error e) {
			throw e;
		} catch (Throwable e) {
			throw new IllegalStateException(e);
		}
	}

	/** Fails if a row's bits tell another length than it has. */
	void check(List<Encoding> rows) {
		if (told()) {
			for (Encoding e : rows) {
				if (of(e.match0) != e.length) {
					throw Where.of(e.row.method(), e.row.text().bits()).wrong("the row has " + e.length + " bytes, and its first bits tell " + of(e.match0));
				}
			}
		}
	}
}
