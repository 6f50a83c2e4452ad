package org.ringside.engine.internal;

import java.lang.classfile.CodeBuilder;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.DynamicConstantDesc;
import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.List;

import org.ringside.isa.Isa;
import org.ringside.isa.Row;
import org.ringside.machine.Hart;
import org.ringside.machine.runtime.Access;
import org.ringside.machine.runtime.Loop;
import org.ringside.machine.runtime.Slice;

/**
 * What generated code of one hart has as constants: the data of its hidden class, pushed by {@code ldc}. HotSpot compiles
 * them in as addresses. As locals of a loop of a hundred cases they are stored to the stack and fetched back at every
 * instruction, and the length of a register file is not known.
 */
final class HartConstants {

	private static final int HART = 0;
	private static final int ACCESS = 1;
	private static final int SLICE = 2;
	private static final int FILES = 3;

	private final ClassDesc hartType;
	private final List<Field> files;

	HartConstants(Isa isa) {
		hartType = LoopSpinner.desc(isa.architecture().hartType());
		files = files(isa);
	}

	private static List<Field> files(Isa isa) {
		return isa.files().stream().map(Row.File::field).toList();
	}

	/**
	 * Defines generated code for one hart: every hart has a class of its own, of the same bytes. HotSpot compiles a call into
	 * a class that is not initialized as a way out of the compiled loop, so that they all are.
	 */
	static Loop define(Isa isa, byte[] bytes, Hart hart, Access access, Slice slice) {
		try {
			for (Class<?> chapter : isa.architecture().chapters()) {
				isa.architecture().lookup().ensureInitialized(chapter);
			}
			List<Object> data = new ArrayList<>(List.of(hart, access, slice));
			for (Field file : files(isa)) {
				data.add(isa.architecture().lookup().unreflectVarHandle(file).get(hart));
			}
			return (Loop) isa.architecture().lookup().defineHiddenClassWithClassData(bytes, List.copyOf(data), true).lookupClass()
					.getDeclaredConstructor().newInstance();
		} catch (ReflectiveOperationException e) {
			throw new IllegalStateException("the interpreter of " + hart.getClass().getName() + " cannot be defined: the bundle of the ISA"
					+ " must import org.ringside.machine.runtime, and its lookup must be a full one", e);
		}
	}

	ClassDesc hartType() {
		return hartType;
	}

	/** Where a row's inputs come from, as far as that is the same in the loop and beside it. */
	abstract class Sources implements RowEmitter.Sources {
		private final CodeBuilder c;
		private final int fetchLocal;

		Sources(CodeBuilder c, int fetchLocal) {
			this.c = c;
			this.fetchLocal = fetchLocal;
		}

		@Override
		public void file(Row.File file) {
			HartConstants.this.file(c, file);
		}

		@Override
		public void hart() {
			HartConstants.this.hart(c);
		}

		@Override
		public void memory() {
			access(c);
		}

		@Override
		public void fetch() {
			c.aload(fetchLocal);
		}
	}

	/** Has all constants found: the use of one that is not would be a way out of the compiled loop. */
	CodeBuilder resolve(CodeBuilder c) {
		hart(c).pop();
		access(c).pop();
		slice(c).pop();
		for (Field file : files) {
			push(c, LoopSpinner.desc(file.getType()), FILES + files.indexOf(file)).pop();
		}
		return c;
	}

	/** Pushes the hart, as its own type. */
	CodeBuilder hart(CodeBuilder c) {
		return push(c, hartType, HART);
	}

	/** Pushes the way to memory. */
	CodeBuilder access(CodeBuilder c) {
		return push(c, LoopSpinner.ACCESS, ACCESS);
	}

	/** Pushes the slice. */
	CodeBuilder slice(CodeBuilder c) {
		return push(c, LoopSpinner.SLICE, SLICE);
	}

	/** Pushes the array of a register file. */
	CodeBuilder file(CodeBuilder c, Row.File file) {
		return push(c, LoopSpinner.desc(file.field().getType()), FILES + files.indexOf(file.field()));
	}

	private static CodeBuilder push(CodeBuilder c, ClassDesc type, int index) {
		return c.ldc(DynamicConstantDesc.ofNamed(ConstantDescs.BSM_CLASS_DATA_AT, ConstantDescs.DEFAULT_NAME, type, index));
	}
}
