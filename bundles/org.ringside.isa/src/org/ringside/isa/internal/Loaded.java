package org.ringside.isa.internal;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import org.ringside.isa.Architecture;
import org.ringside.isa.Code;
import org.ringside.isa.Decoded;
import org.ringside.isa.Description;
import org.ringside.isa.Format;
import org.ringside.isa.FormatRow;
import org.ringside.isa.IsaException;
import org.ringside.isa.RegisterRow;
import org.ringside.isa.Row;

/** A description, read and checked: what {@link org.ringside.isa.Isa} shows of it, and what the tools need besides. */
public final class Loaded {

	private final Architecture architecture;
	private final Description description;
	private final Names names;
	private final List<RegisterRow> registers;
	private final List<Encoding> encodings;
	private final List<Row> rows;
	private final List<Template> templates;
	private final List<List<Optional<Relative>>> relatives;
	private final List<FormatRow> formats;
	private final int contextMask;
	private final Lengths lengths;
	/** Trees by the bits of the context that rows depend on; made when a context is first seen. */
	private final Map<Integer, DecodeTree> trees = new ConcurrentHashMap<>();
	private final Map<Integer, LinearDecoder> lists = new ConcurrentHashMap<>();
	private final Map<Integer, RegisterRow> registersByNumber = new HashMap<>();

	public Loaded(Architecture architecture) {
		this.architecture = architecture;
		description = architecture.hartType().getAnnotation(Description.class);
		if (description == null) {
			throw new IsaException(architecture.hartType().getName() + " carries no @Description");
		}
		checkDescription();
		names = new Names(architecture.hartType(), description);
		registers = List.copyOf(new RegisterLoader(architecture, description, names).rows());
		registers.forEach(r -> registersByNumber.put(r.number(), r));
		encodings = new RowLoader(architecture, description, names, AccessText.bitNames(registers)).encodings();
		lengths = new Lengths(architecture, description);
		lengths.check(encodings);
		Overlaps.check(encodings);
		rows = encodings.stream().map(e -> e.row).toList();
		templates = rows.stream().map(r -> new Template(r, names)).toList();
		relatives = rows.stream().map(this::relativesOf).toList();
		formats = loadFormats();
		contextMask = rows.stream().mapToInt(r -> r.contextMask() | r.contextLifts()).reduce(0, (a, b) -> a | b);
	}

	private void checkDescription() {
		Where where = new Where(architecture.hartType().getSimpleName(), "@Description");
		if (description.modes().isBlank()) {
			throw where.wrong("modes is empty; name at least one");
		}
		if (description.alignment() < 1 || description.addressBits() < 1 || description.addressBits() > 64) {
			throw where.wrong("alignment must be 1 or more, and addressBits 1 to 64");
		}
	}

	private List<Optional<Relative>> relativesOf(Row row) {
		return row.fields().stream().map(f -> {
			boolean declared = names.declared(f.name()).map(o -> o.text() != null && o.text().relative()).orElse(false);
			return Relative.of(row, f, declared, architecture.lookup(), description.addressBits());
		}).toList();
	}

	private List<FormatRow> loadFormats() {
		Set<Class<?>> classes = new LinkedHashSet<>();
		classes.add(architecture.hartType());
		classes.addAll(architecture.registers());
		classes.addAll(architecture.chapters());
		List<FormatRow> read = new ArrayList<>();
		for (Class<?> c : classes) {
			for (Class<?> nested : c.getDeclaredClasses()) {
				Format f = nested.getAnnotation(Format.class);
				if (f != null) {
					Where where = new Where(nested.getSimpleName(), f.name());
					read.add(new FormatRow(f.name(), f.width(), List.copyOf(FieldsText.read(where, f.fields(), f.width()))));
				}
			}
		}
		return List.copyOf(read);
	}

	public Architecture architecture() {
		return architecture;
	}

	public Description description() {
		return description;
	}

	public Names names() {
		return names;
	}

	public List<Row> rows() {
		return rows;
	}

	public List<RegisterRow> registers() {
		return registers;
	}

	public Optional<RegisterRow> register(int number) {
		return Optional.ofNullable(registersByNumber.get(number));
	}

	public List<FormatRow> formats() {
		return formats;
	}

	public Template template(Row row) {
		return templates.get(row.id());
	}

	// ---- decoding

	public Decoded decode(Code code, int context) {
		DecodeTree tree = trees.get(context & contextMask);
		return (tree == null ? trees.computeIfAbsent(context & contextMask, this::tree) : tree).decode(code);
	}

	private DecodeTree tree(int context) {
		return new DecodeTree(in(context), lengths, description.bigEndian());
	}

	private List<Encoding> in(int context) {
		return encodings.stream().filter(e -> e.in(context)).map(e -> e.as(context)).toList();
	}

	public Decoded decodeLinear(Code code, int context) {
		LinearDecoder list = lists.get(context & contextMask);
		return (list == null ? lists.computeIfAbsent(context & contextMask, this::list) : list).decode(code);
	}

	private LinearDecoder list(int context) {
		return new LinearDecoder(in(context), lengths, description.bigEndian());
	}

	// ---- encoding

	public byte[] encode(Row row, long... values) {
		return encodings.get(row.id()).encode(values, description.bigEndian());
	}

	/** Least and greatest value of a field, and the distance of two neighbours. */
	public long[] range(Row row, int field) {
		Slot s = encodings.get(row.id()).slots[field];
		return new long[] { s.least(), s.greatest(), s.step() };
	}

	/** True if the row's conditions hold for these values, in some context. */
	public boolean applies(Row row, long... values) {
		return Arrays.stream(encodings.get(row.id()).conditions).allMatch(c -> c.unless() != 0 || c.holds(values[c.field()]));
	}

	/** True if assembly writes the field as an address. */
	public boolean isRelative(Row row, int field) {
		return relatives.get(row.id()).get(field).isPresent();
	}

	/** The virtual address that a relative field's value leads to. */
	public long addressOf(Row row, int field, long pc, long value) {
		return relatives.get(row.id()).get(field).orElseThrow().address(pc, row.length(), value);
	}

	/** The value of a relative field that leads to a virtual address; throws {@link IsaException} if none does. */
	public long valueFor(Row row, int field, long pc, long address) {
		return relatives.get(row.id()).get(field).orElseThrow().value(pc, row.length(), address, range(row, field)[2]);
	}
}
