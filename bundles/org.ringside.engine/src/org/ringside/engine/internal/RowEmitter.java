package org.ringside.engine.internal;

import static java.lang.constant.ConstantDescs.CD_long;
import static java.lang.constant.ConstantDescs.CD_void;

import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.classfile.TypeKind;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.ringside.isa.Description;
import org.ringside.isa.Row;
import org.ringside.isa.Row.Call;
import org.ringside.isa.Row.Input;
import org.ringside.isa.Row.Place;

/** Emits what one row does: its inputs on the stack, the call of its method, its results into their places. */
final class RowEmitter {

	/** Emits a push of something whose place differs between the loop and the methods outside of it. */
	interface Sources {
		void file(Row.File file);

		void hart();

		void memory();

		void fetch();

		void slot();

		void pc();
	}

	private final CodeBuilder c;
	private final Row row;
	private final Packing packing;
	private final ClassDesc hartType;
	private final Sources from;
	private final Description description;
	/** Local that holds the method's result while companions are computed; -1 if there is none. */
	private int resultLocal = -1;
	private Class<?> resultType = void.class;
	/** Locals of the operands in memory that were read: once each, as reading may be seen by a device. */
	private final Map<Input.InMemory, Integer> read = new HashMap<>();

	RowEmitter(CodeBuilder c, Row row, Packing packing, ClassDesc hartType, Sources from, Description description) {
		this.c = c;
		this.row = row;
		this.packing = packing;
		this.hartType = hartType;
		this.from = from;
		this.description = description;
	}

	/** A row whose result is a value, or that has none. */
	void value() {
		if (row.results().size() == 1 && row.results().getFirst().by() == null
				&& row.results().getFirst().to() instanceof Place.Element(Row.Field field)) {
			pushElement(field);
			call(row.method(), row.inputs());
			storeElement(field.file(), row.method().getReturnType());
			return;
		}
		callIntoLocal();
		place();
	}

	/** A row whose result is a condition: with it true, {@code taken} finds the target on the stack. */
	void branch(Label next, Runnable taken) {
		if (row.results().isEmpty()) {
			call(row.method(), row.inputs());
			c.ifeq(next);
			target();
			taken.run();
			return;
		}
		callIntoLocal();
		int target = c.allocateLocal(TypeKind.LONG);
		target();
		c.lstore(target);
		place();
		c.iload(resultLocal).ifeq(next).lload(target);
		taken.run();
	}

	private void target() {
		call(row.target().method(), row.target().inputs());
		cut(c, description.addressBits());
	}

	/** A row whose result is the address to go to; {@code to} finds it on the stack. */
	void jump(Runnable to) {
		if (row.results().isEmpty()) {
			call(row.method(), row.inputs());
			cut(c, description.addressBits());
			to.run();
			return;
		}
		callIntoLocal();
		place();
		c.lload(resultLocal);
		cut(c, description.addressBits());
		to.run();
	}

	/** A row whose result is whether it comes again; {@code again} runs with nothing on the stack. */
	void repeat(Label next, Runnable again) {
		callIntoLocal();
		place();
		c.iload(resultLocal).ifeq(next);
		again.run();
	}

	/** Cuts a {@code long} on the stack to the ISA's addresses. */
	static void cut(CodeBuilder c, int addressBits) {
		if (addressBits < 64) {
			c.loadConstant((1L << addressBits) - 1).land();
		}
	}

	// ---- results

	private void callIntoLocal() {
		call(row.method(), row.inputs());
		resultType = row.method().getReturnType();
		if (resultType != void.class) {
			TypeKind kind = TypeKind.from(resultType).asLoadable();
			resultLocal = c.allocateLocal(kind);
			c.storeLocal(kind, resultLocal);
		}
	}

	/** All values first, then memory, which may fault, then registers. */
	private void place() {
		List<Integer> locals = new ArrayList<>();
		for (Row.Result result : row.results()) {
			if (result.by() == null) {
				locals.add(resultLocal);
			} else {
				call(result.by().method(), result.by().inputs());
				TypeKind kind = TypeKind.from(result.by().method().getReturnType()).asLoadable();
				int local = c.allocateLocal(kind);
				c.storeLocal(kind, local);
				locals.add(local);
			}
		}
		for (int i = 0; i < locals.size(); i++) {
			if (row.results().get(i).to() instanceof Place.InMemory(Call address, int bytes)) {
				from.memory();
				call(address.method(), address.inputs());
				convert(address.method().getReturnType(), long.class);
				cut(c, description.addressBits());
				load(i, locals, long.class);
				c.invokevirtual(LoopSpinner.ACCESS, "store" + 8 * bytes + big(bytes), MethodTypeDesc.of(CD_void, CD_long, CD_long));
			}
		}
		for (int i = 0; i < locals.size(); i++) {
			put(row.results().get(i).to(), i, locals);
		}
	}

	private void load(int i, List<Integer> locals, Class<?> as) {
		Call by = row.results().get(i).by();
		Class<?> type = by == null ? resultType : by.method().getReturnType();
		c.loadLocal(TypeKind.from(type).asLoadable(), locals.get(i));
		convert(type, as);
	}

	private void put(Place place, int i, List<Integer> locals) {
		switch (place) {
		case Place.Element(Row.Field field) -> {
			pushElement(field);
			load(i, locals, elementType(field.file()));
			storeElement(field.file(), elementType(field.file()));
		}
		case Place.Fixed(Row.File file, int number) -> {
			if (number != file.zero()) {
				from.file(file);
				c.loadConstant(number);
				load(i, locals, elementType(file));
				storeElement(file, elementType(file));
			}
		}
		case Place.Scalar(java.lang.reflect.Field field) -> {
			from.hart();
			load(i, locals, field.getType());
			c.putfield(LoopSpinner.desc(field.getDeclaringClass()), field.getName(), LoopSpinner.desc(field.getType()));
		}
		case Place.InMemory _ -> {
			// stored before the registers
		}
		}
	}

	private void pushElement(Row.Field field) {
		from.file(field.file());
		unsigned(packing.target(field));
	}

	private void storeElement(Row.File file, Class<?> valueType) {
		Class<?> type = elementType(file);
		convert(valueType, type);
		if (type == long.class) {
			c.lastore();
		} else {
			c.iastore();
		}
	}

	private static Class<?> elementType(Row.File file) {
		return file.field().getType().getComponentType();
	}

	// ---- inputs

	private void call(Method method, List<Input> inputs) {
		Class<?>[] types = method.getParameterTypes();
		for (int i = 0; i < types.length; i++) {
			push(inputs.get(i), types[i]);
		}
		c.invokestatic(LoopSpinner.desc(method.getDeclaringClass()), method.getName(), MethodTypeDesc
				.ofDescriptor(MethodType.methodType(method.getReturnType(), types).descriptorString()));
	}

	private void push(Input input, Class<?> as) {
		switch (input) {
		case Input.Element(Row.Field field) -> {
			from.file(field.file());
			unsigned(packing.source(field));
			loadElement(field.file(), as);
		}
		case Input.Fixed(Row.File file, int number) -> {
			from.file(file);
			c.loadConstant(number);
			loadElement(file, as);
		}
		case Input.Constant(Row.Field field) -> {
			constant(packing.constant(field));
			convert(long.class, as);
		}
		case Input.Scalar(java.lang.reflect.Field field) -> {
			from.hart();
			c.getfield(LoopSpinner.desc(field.getDeclaringClass()), field.getName(), LoopSpinner.desc(field.getType()));
			convert(field.getType(), as);
		}
		case Input.Pc() -> {
			from.pc();
			convert(long.class, as);
		}
		case Input.Next() -> {
			from.pc();
			c.loadConstant((long) row.length()).ladd();
			cut(c, description.addressBits());
			convert(long.class, as);
		}
		case Input.Bits() -> {
			from.fetch();
			c.getfield(LoopSpinner.FETCH, "pool", CD_long.arrayType());
			unsigned(packing.bits());
			c.laload();
			convert(long.class, as);
		}
		case Input.TheResult() -> {
			c.loadLocal(TypeKind.from(resultType).asLoadable(), resultLocal);
			convert(resultType, as);
		}
		case Input.TheHart() -> from.hart();
		case Input.TheMemory() -> from.memory();
		case Input.InMemory operand -> inMemory(operand, as);
		}
	}

	private void inMemory(Input.InMemory operand, Class<?> as) {
		Integer local = read.get(operand);
		if (local == null) {
			local = c.allocateLocal(TypeKind.LONG);
			read.put(operand, local);
			from.memory();
			call(operand.address().method(), operand.address().inputs());
			convert(operand.address().method().getReturnType(), long.class);
			cut(c, description.addressBits());
			c.invokevirtual(LoopSpinner.ACCESS, "load" + 8 * operand.bytes() + big(operand.bytes()), MethodTypeDesc.of(CD_long, CD_long));
			c.lstore(local);
		}
		c.lload(local);
		convert(long.class, as);
	}

	private String big(int bytes) {
		return description.bigEndian() && bytes > 1 ? "Big" : "";
	}

	private void loadElement(Row.File file, Class<?> as) {
		if (elementType(file) == long.class) {
			c.laload();
			convert(long.class, as);
		} else {
			c.iaload();
			convert(int.class, as);
		}
	}

	private void unsigned(Packing.Place64 place) {
		from.slot();
		if (place.shift() + place.bits() == 64) {
			c.loadConstant(place.shift()).lushr().l2i();
		} else {
			c.loadConstant(place.shift()).lushr().l2i().loadConstant((1 << place.bits()) - 1).iand();
		}
	}

	private void constant(Packing.Place64 place) {
		from.slot();
		int above = 64 - place.shift() - place.bits();
		if (above > 0) {
			c.loadConstant(above).lshl();
		}
		c.loadConstant(64 - place.bits()).lshr();
	}

	private void convert(Class<?> type, Class<?> as) {
		boolean fromLong = type == long.class;
		boolean toLong = as == long.class;
		if (fromLong && !toLong) {
			c.l2i();
		} else if (!fromLong && toLong) {
			c.i2l();
		}
	}
}
