package org.ringside.isa;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;

import org.ringside.isa.internal.Disassembler;
import org.ringside.isa.internal.Loaded;

/**
 * An instruction set, as read from its description and checked. Immutable, and safe for use by several threads.
 *
 * <p>Loading costs some ten milliseconds for a few hundred rows, decoding by the tree some ten nanoseconds.
 */
public final class Isa {

	private final Loaded loaded;
	private final Disassembler disassembler;

	private Isa(Architecture architecture) {
		loaded = new Loaded(architecture);
		disassembler = new Disassembler(loaded);
	}

	/**
	 * Reads and checks a description.
	 *
	 * @throws IsaException quoting the first row that is wrong
	 */
	public static Isa of(Architecture architecture) {
		return new Isa(architecture);
	}

	/** Where the description is. */
	public Architecture architecture() {
		return loaded.architecture();
	}

	/** What holds for all rows. */
	public Description description() {
		return loaded.description();
	}

	/** Modes in ascending privilege. */
	public List<String> modes() {
		return List.of(description().modes().trim().split("\\s+"));
	}

	/** The instructions, in the order of the manual; {@link Row#id} is the index. */
	public List<Row> rows() {
		return loaded.rows();
	}

	/** The first row of that mnemonic; throws {@link IsaException} for a mnemonic unknown. */
	public Row row(String mnemonic) {
		return rows().stream().filter(r -> r.name().equals(mnemonic)).findFirst()
				.orElseThrow(() -> new IsaException("no instruction '" + mnemonic + "'"));
	}

	/** The register files. */
	public Collection<Row.File> files() {
		return loaded.names().files();
	}

	/** The registers: elements of files, {@code pc}, and the others in the order of the hart class. */
	public List<RegisterRow> registers() {
		return loaded.registers();
	}

	/** The register of that name, or other name; throws {@link IsaException} for a name unknown. */
	public RegisterRow register(String name) {
		return registers().stream().filter(r -> r.names().contains(name)).findFirst()
				.orElseThrow(() -> new IsaException("no register '" + name + "'"));
	}

	/** The register of that number; throws {@link IsaException} for a number unknown. */
	public RegisterRow register(int number) {
		return loaded.register(number).orElseThrow(() -> new IsaException("no register has the number " + number));
	}

	/** The table formats of the ISA: classes with {@link Format} inside the hart, the chapters and the classes of registers. */
	public List<FormatRow> formats() {
		return loaded.formats();
	}

	/** Mask of the bit of {@link org.ringside.machine.Hart#context} of that name; throws {@link IsaException} for a name unknown. */
	public int contextBit(String name) {
		try {
			int bit = architecture().contextBit(name);
			if (bit != 0) {
				return bit;
			}
		} catch (IllegalArgumentException e) {
			// said below
		}
		throw new IsaException("no context bit '" + name + "'");
	}

	/**
	 * Takes an instruction from bytes, of which it asks for no more than are needed to know it, or that it is none.
	 *
	 * @param context as {@link org.ringside.machine.Hart#context}
	 * @throws org.ringside.machine.Trap from {@code code}
	 */
	public Decoded decode(Code code, int context) {
		return loaded.decode(code, context);
	}

	/** The same without the tree, row by row: slow and obviously right. */
	public Decoded decodeLinear(Code code, int context) {
		return loaded.decodeLinear(code, context);
	}

	/**
	 * The instruction as assembly writes it; for none, its bytes as data.
	 *
	 * @param pc its virtual address
	 */
	public String disassemble(Decoded decoded, long pc) {
		return disassembler.text(decoded, pc);
	}

	/**
	 * The bytes of an instruction.
	 *
	 * @param values of the row's fields in their order, as {@link Decoded#values}
	 * @throws IsaException if a value does not fit, or is another row's
	 */
	public byte[] encode(Row row, long... values) {
		return loaded.encode(row, values);
	}

	/** The values of a field that deserve a test: least, greatest, and those around zero, as far as the row is for them. */
	public long[] boundaries(Row row, int field) {
		long[] range = loaded.range(row, field);
		long step = range[2];
		return Arrays.stream(new long[] { range[0], range[0] + step, -step, 0, step, range[1] - step, range[1] })
				.filter(v -> v >= range[0] && v <= range[1] && (v - range[0]) % step == 0).distinct().toArray();
	}

	/** For the assembler: everything that was read. Its type is no API. */
	public Loaded loaded() {
		return loaded;
	}

	@Override
	public String toString() {
		return architecture().hartType().getSimpleName() + " (" + rows().size() + " instructions)";
	}
}
