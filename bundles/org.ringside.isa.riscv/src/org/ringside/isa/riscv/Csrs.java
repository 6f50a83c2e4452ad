package org.ringside.isa.riscv;

import java.lang.invoke.MethodHandles;
import java.lang.reflect.Field;
import java.lang.reflect.Member;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

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
	static final List<Class<?>> VIEWS = List.of(UnprivilegedCsrs.class, SupervisorCsrs.class, MachineCsrs.class,
			TriggerCsrs.class);

	private static final int COUNT = 4096;
	private static final int READ_ONLY = 3;
	private static final int FCSR = 0x003;
	private static final int STIMECMP = 0x14d;
	private static final int SATP = 0x180;
	private static final int MIP = 0x344;
	private static final int MINSTRET = 0xb02;
	private static final int CYCLE = 0xc00;
	private static final int COUNTERS = 32;

	private static final Map<String, Integer> NUMBERS = new HashMap<>();
	private static final boolean[] EXISTS = new boolean[COUNT];
	private static final CsrTable TABLE = table();

	private Csrs() {
	}

	/** Number of a register by name, or null if no row has that name. */
	static Integer number(String name) {
		return NUMBERS.get(name);
	}

	/** Name of the register of a number, for people. */
	static String name(int csr) {
		return NUMBERS.entrySet().stream().filter(entry -> entry.getValue() == csr).map(Map.Entry::getKey).findFirst()
				.orElseGet(() -> "0x%03x".formatted(csr));
	}

	/** True if there is a register of that number. */
	static boolean exists(int csr) {
		return csr >= 0 && csr < COUNT && EXISTS[csr];
	}

	/** True if an instruction in the hart's mode may read the register, and write it if it means to. */
	static boolean permitted(RiscvHart hart, int csr, boolean writes) {
		if (!EXISTS[csr] || hart.privilege < (csr >>> 8 & 3) || writes && csr >>> 10 == READ_ONLY) {
			return false;
		}
		if (csr == SATP) {
			return hart.privilege == RiscvHart.M || (hart.mstatus & MachineCsrs.TVM) == 0;
		}
		if (csr == STIMECMP) {
			return hart.extensions.has(Extensions.Choice.SSTC) && (hart.privilege == RiscvHart.M
					|| (hart.mcounteren & MachineCsrs.TM) != 0 && (hart.menvcfg & MachineCsrs.STCE) != 0);
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
		return TABLE.read(hart, csr);
	}

	/** Writes a register that {@link #exists}; one without writable bits ignores it. */
	static void write(RiscvHart hart, int csr, long value) {
		TABLE.write(hart, csr, value);
	}

	/**
	 * A count that an instruction writes is what the next instruction finds: the writing one does not count itself. Flags or
	 * a rounding mode that it writes are state to be saved.
	 */
	static void writeByInstruction(RiscvHart hart, int csr, long value) {
		write(hart, csr, value);
		if (csr <= FCSR) {
			hart.mstatus = RiscvHart.dirty(hart.mstatus);
		}
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

	// ---- the rows

	private static CsrTable table() {
		List<CsrTable.Row> rows = new ArrayList<>();
		for (Field field : RiscvHart.class.getDeclaredFields()) {
			Register text = field.getAnnotation(Register.class);
			if (text != null && text.number() < COUNT) {
				Member writer = text.write().isEmpty() ? field : method(RiscvHart.class, text.write());
				add(rows, text, field, writer);
			}
		}
		for (Class<?> views : VIEWS) {
			for (Method method : views.getDeclaredMethods()) {
				Register text = method.getAnnotation(Register.class);
				if (text != null && text.number() < COUNT) {
					add(rows, text, method, text.write().isEmpty() ? null : method(views, text.write()));
				}
			}
		}
		return CsrTable.of(rows, MethodHandles.lookup());
	}

	/** A run of registers is as many rows. */
	private static void add(List<CsrTable.Row> rows, Register text, Member reader, Member writer) {
		String name = text.name().isEmpty() ? reader.getName() : text.name();
		for (int i = 0; i < text.count(); i++) {
			boolean run = text.count() > 1;
			int number = text.number() + i;
			rows.add(new CsrTable.Row(number, run ? name + (text.first() + i) : name, reader, writer, run ? i : -1));
			EXISTS[number] = true;
			NUMBERS.put(rows.getLast().name(), number);
		}
	}

	/** A writer, beside the row or in another class of registers. */
	private static Method method(Class<?> beside, String name) {
		return Stream.concat(Stream.of(beside), VIEWS.stream()).flatMap(type -> Arrays.stream(type.getDeclaredMethods()))
				.filter(method -> method.getName().equals(name)).findFirst()
				.orElseThrow(() -> new IllegalStateException("no method " + name + " writes a register"));
	}
}
