package org.ringside.isa.riscv;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.ringside.isa.Register;

/**
 * Access to control and status registers by number. A number says by itself who may use it (section "CSR Address Mapping
 * Conventions"): bits 9:8 hold the least level, bits 11:10 are ones if it is read-only. What more it takes is here too.
 *
 * <p>Readers and writers are found once, by the rows of the hart's fields and of the classes of views. A number without
 * a row is no register.
 */
final class Csrs {

	/** Access of a register or instruction that only M may use. */
	static final String MACHINE = "m:always s:traps u:traps";
	/** Access of one that M and S may use. */
	static final String SUPERVISOR = "m:always s:always u:traps";
	/** Access of one that everybody may use. */
	static final String EVERY = "m:always s:always u:always";
	/** Access of a row that no instruction reaches. */
	static final String NOBODY = "m:traps s:traps u:traps";

	/** Classes with rows, beside the hart. */
	static final List<Class<?>> VIEWS = List.of(UnprivilegedCsrs.class, SupervisorCsrs.class, MachineCsrs.class);

	private static final int COUNT = 4096;
	private static final int READ_ONLY = 3;
	private static final int FCSR = 0x003;
	private static final int SATP = 0x180;
	private static final int MIP = 0x344;
	private static final int MINSTRET = 0xb02;
	private static final int CYCLE = 0xc00;
	private static final int COUNTERS = 32;

	private static final MethodHandle[] READ = new MethodHandle[COUNT];
	private static final MethodHandle[] WRITE = new MethodHandle[COUNT];
	private static final Map<String, Integer> NUMBERS = new HashMap<>();
	private static final MethodType READER = MethodType.methodType(long.class, RiscvHart.class);
	private static final MethodType WRITER = MethodType.methodType(void.class, RiscvHart.class, long.class);

	static {
		try {
			Rows rows = new Rows(MethodHandles.lookup());
			for (Field field : RiscvHart.class.getDeclaredFields()) {
				rows.add(field);
			}
			for (Class<?> views : VIEWS) {
				for (Method method : views.getDeclaredMethods()) {
					rows.add(views, method);
				}
			}
		} catch (ReflectiveOperationException e) {
			throw new ExceptionInInitializerError(e);
		}
	}

	private Csrs() {
	}

	/** Number of a register by name, or null if no row has that name. */
	static Integer number(String name) {
		return NUMBERS.get(name);
	}

	/** True if there is a register of that number. */
	static boolean exists(int csr) {
		return csr >= 0 && csr < COUNT && READ[csr] != null;
	}

	/** True if an instruction in the hart's mode may read the register, and write it if it means to. */
	static boolean permitted(RiscvHart hart, int csr, boolean writes) {
		if (READ[csr] == null || hart.privilege < (csr >>> 8 & 3) || writes && csr >>> 10 == READ_ONLY) {
			return false;
		}
		if (csr == SATP) {
			return hart.privilege == RiscvHart.M || (hart.mstatus & MachineCsrs.TVM) == 0;
		}
		if (csr <= FCSR) {
			return (hart.mstatus & MachineCsrs.FS) != 0;
		}
		return csr < CYCLE || csr >= CYCLE + COUNTERS || counterEnabled(hart, csr - CYCLE);
	}

	private static boolean counterEnabled(RiscvHart hart, int counter) {
		return switch (hart.privilege) {
		case RiscvHart.M -> true;
		case RiscvHart.S -> (hart.mcounteren & 1L << counter) != 0;
		default -> (hart.mcounteren & hart.scounteren & 1L << counter) != 0;
		};
	}

	/** The value of a register that {@link #exists}. */
	static long read(RiscvHart hart, int csr) {
		try {
			return (long) READ[csr].invokeExact(hart);
		} catch (Throwable e) {
			throw unchecked(e);
		}
	}

	/** Writes a register that {@link #exists}; one without writable bits ignores it. */
	static void write(RiscvHart hart, int csr, long value) {
		MethodHandle writer = WRITE[csr];
		if (writer != null) {
			try {
				writer.invokeExact(hart, value);
			} catch (Throwable e) {
				throw unchecked(e);
			}
		}
	}

	/** A count that an instruction writes is what the next instruction finds: the writing one does not count itself. */
	static void writeByInstruction(RiscvHart hart, int csr, long value) {
		write(hart, csr, value);
		if (csr == MINSTRET) {
			hart.instretBase -= MachineCsrs.counts(hart, MachineCsrs.IR) ? 1 : 0;
		}
	}

	/**
	 * What an instruction that sets or clears bits starts from: the value, except that for {@code mip} the input line is
	 * left out, or it would become the software's bit of SEIP (section "Machine Interrupt Registers").
	 */
	static long readToModify(RiscvHart hart, int csr, long value) {
		return csr == MIP ? hart.softwareInterrupts : value;
	}

	private static RuntimeException unchecked(Throwable e) {
		if (e instanceof Error error) {
			throw error;
		}
		return e instanceof RuntimeException r ? r : new IllegalStateException(e);
	}

	/** Enters the rows of one class after the other. */
	private record Rows(MethodHandles.Lookup lookup) {

		void add(Field field) throws ReflectiveOperationException {
			Register row = field.getAnnotation(Register.class);
			if (row == null || row.number() >= COUNT) {
				return;
			}
			MethodHandle reader = lookup.unreflectGetter(field);
			MethodHandle plain = field.getType().isArray() || !row.write().isEmpty() ? null : lookup.unreflectSetter(field);
			String name = row.name().isEmpty() ? field.getName() : row.name();
			for (int i = 0; i < row.count(); i++) {
				MethodHandle element = field.getType().isArray() ? MethodHandles.filterReturnValue(reader,
						MethodHandles.insertArguments(MethodHandles.arrayElementGetter(field.getType()), 1, i)) : reader;
				enter(row, name, i, element, plain == null ? writer(RiscvHart.class, row, i) : plain);
			}
		}

		void add(Class<?> views, Method method) throws ReflectiveOperationException {
			Register row = method.getAnnotation(Register.class);
			if (row == null || row.number() >= COUNT) {
				return;
			}
			String name = row.name().isEmpty() ? method.getName() : row.name();
			for (int i = 0; i < row.count(); i++) {
				enter(row, name, i, indexed(lookup.unreflect(method), row, i), writer(views, row, i));
			}
		}

		private MethodHandle writer(Class<?> in, Register row, int index) throws ReflectiveOperationException {
			if (row.write().isEmpty()) {
				return null;
			}
			MethodType type = row.count() > 1 ? WRITER.insertParameterTypes(1, int.class) : WRITER;
			return indexed(lookup.findStatic(declares(in, row.write()) ? in : writers(row.write()), row.write(), type), row, index);
		}

		/** Writers of the hart's fields are with the views. */
		private static Class<?> writers(String name) {
			return VIEWS.stream().filter(views -> declares(views, name)).findFirst()
					.orElseThrow(() -> new IllegalStateException("no method " + name + " writes a register"));
		}

		private static boolean declares(Class<?> type, String name) {
			return Arrays.stream(type.getDeclaredMethods()).anyMatch(method -> method.getName().equals(name));
		}

		private static MethodHandle indexed(MethodHandle of, Register row, int index) {
			return row.count() > 1 ? MethodHandles.insertArguments(of, 1, index) : of;
		}

		private static void enter(Register row, String name, int index, MethodHandle reader, MethodHandle writer) {
			int number = row.number() + index;
			READ[number] = reader.asType(READER);
			WRITE[number] = writer == null ? null : writer.asType(WRITER);
			NUMBERS.put(row.count() > 1 ? name + (row.first() + index) : name, number);
		}
	}
}
