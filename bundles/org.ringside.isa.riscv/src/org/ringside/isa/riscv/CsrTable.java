package org.ringside.isa.riscv;

import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.classfile.instruction.SwitchCase;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.Field;
import java.lang.reflect.Member;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Predicate;

/**
 * Reads and writes registers by number. The one implementation is spun from the rows: a switch over the numbers, whose
 * cases are the fields and methods themselves: a table of method handles is three times as slow, since the compiler does
 * not see through it.
 */
interface CsrTable {

	/** The value of a register; 0 for a number without a row. */
	long read(RiscvHart hart, int csr);

	/** Writes a register, if it has a writer. */
	void write(RiscvHart hart, int csr, long value);

	/**
	 * How one register is reached: a field of the hart, or a static method.
	 *
	 * @param writer null if writing does nothing
	 * @param index in a run of registers, or -1
	 */
	record Row(int number, String name, Member reader, Member writer, int index) {

		private static final ClassDesc HART = type(RiscvHart.class);

		void read(CodeBuilder code) {
			code.aload(1);
			switch (reader) {
			case Field field -> {
				code.getfield(HART, field.getName(), type(field.getType()));
				if (index >= 0) {
					code.loadConstant(index).laload();
				}
			}
			case Method method -> call(code, method);
			default -> throw new IllegalStateException(reader.toString());
			}
			code.lreturn();
		}

		void write(CodeBuilder code) {
			code.aload(1);
			switch (writer) {
			case Field field -> code.lload(3).putfield(HART, field.getName(), type(field.getType()));
			case Method method -> call(code, method);
			default -> throw new IllegalStateException(writer.toString());
			}
			code.return_();
		}

		/** The hart is on the stack; the index in a run and the value to write follow it. */
		private void call(CodeBuilder code, Method method) {
			if (index >= 0) {
				code.loadConstant(index);
			}
			if (method.getReturnType() == void.class) {
				code.lload(3);
			}
			ClassDesc[] parameters = List.of(method.getParameterTypes()).stream().map(Row::type).toArray(ClassDesc[]::new);
			code.invokestatic(type(method.getDeclaringClass()), method.getName(), MethodTypeDesc.of(type(method.getReturnType()), parameters));
		}

		private static ClassDesc type(Class<?> type) {
			return type.describeConstable().orElseThrow();
		}
	}

	/** Spins the table of these rows, as a class of the lookup's package. */
	static CsrTable of(List<Row> rows, MethodHandles.Lookup lookup) {
		ClassDesc hart = Row.type(RiscvHart.class);
		ClassDesc self = ClassDesc.of(CsrTable.class.getPackageName(), "SpunCsrTable");
		byte[] bytes = ClassFile.of().build(self, type -> {
			type.withInterfaceSymbols(Row.type(CsrTable.class));
			type.withMethodBody(ConstantDescs.INIT_NAME, ConstantDescs.MTD_void, ClassFile.ACC_PUBLIC,
					code -> code.aload(0).invokespecial(ConstantDescs.CD_Object, ConstantDescs.INIT_NAME, ConstantDescs.MTD_void).return_());
			type.withMethodBody("read", MethodTypeDesc.of(ConstantDescs.CD_long, hart, ConstantDescs.CD_int), ClassFile.ACC_PUBLIC, code -> {
				choose(code, rows, row -> true, Row::read);
				code.lconst_0().lreturn();
			});
			type.withMethodBody("write", MethodTypeDesc.of(ConstantDescs.CD_void, hart, ConstantDescs.CD_int, ConstantDescs.CD_long),
					ClassFile.ACC_PUBLIC, code -> {
						choose(code, rows, row -> row.writer() != null, Row::write);
						code.return_();
					});
		});
		try {
			return (CsrTable) lookup.defineHiddenClass(bytes, true).lookupClass().getDeclaredConstructor().newInstance();
		} catch (ReflectiveOperationException e) {
			throw new IllegalStateException("the table of registers cannot be made", e);
		}
	}

	/** A switch over the numbers; what follows it is for those that have no case. */
	private static void choose(CodeBuilder code, List<Row> rows, Predicate<Row> which, BiConsumer<Row, CodeBuilder> body) {
		List<Row> chosen = rows.stream().filter(which).toList();
		List<SwitchCase> cases = new ArrayList<>();
		for (Row row : chosen) {
			cases.add(SwitchCase.of(row.number(), code.newLabel()));
		}
		Label none = code.newLabel();
		code.iload(2).lookupswitch(none, cases);
		for (int i = 0; i < chosen.size(); i++) {
			code.labelBinding(cases.get(i).target());
			body.accept(chosen.get(i), code);
		}
		code.labelBinding(none);
	}
}
