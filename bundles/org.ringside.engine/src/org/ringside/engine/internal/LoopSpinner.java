package org.ringside.engine.internal;

import static java.lang.constant.ConstantDescs.CD_Object;
import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.CD_long;
import static java.lang.constant.ConstantDescs.CD_void;
import static java.lang.constant.ConstantDescs.MTD_void;

import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.classfile.MethodModel;
import java.lang.classfile.TypeKind;
import java.lang.classfile.attribute.CodeAttribute;
import java.lang.classfile.instruction.SwitchCase;
import java.lang.classfile.instruction.TableSwitchInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.ringside.isa.Isa;
import org.ringside.isa.Row;
import org.ringside.machine.Hart;
import org.ringside.machine.Trap;
import org.ringside.machine.runtime.Access;
import org.ringside.machine.runtime.Fetch;
import org.ringside.machine.runtime.Loop;
import org.ringside.machine.runtime.Slice;

/**
 * Spins the interpreter's loop of an ISA: one hidden class in the ISA's own package, whose {@code run} is a switch over
 * the rows, each case an {@code invokestatic} of the row's own method.
 *
 * <p>HotSpot compiles no method of more than 8000 bytecodes, and a loop that it does not compile runs thirty times
 * slower. So only {@linkplain LoopRows as many rows as fit} are cases of {@code run}; the others, and all that take the
 * hart, are cases of {@code group0}, {@code group1} …. Those of the hart return the pc to go on at.
 * What HotSpot inlines into the loop counts towards the same 8000, unless it runs with {@code -XX:-ClipInlining}, as the
 * product does: otherwise a good part of the rows stay calls.
 *
 * <p>What the loop touches at every instruction, hart, registers, memory and slice, are {@linkplain HartConstants constants}
 * of its class, so that the compiled loop has the processor's registers for what changes.
 *
 * <p>The loop runs inside one page of decoded code by index; the pc is computed where a row asks for it.
 */
final class LoopSpinner {

	private static final int LARGEST_METHOD = 7900;

	static final ClassDesc HART = desc(Hart.class);
	static final ClassDesc ACCESS = desc(Access.class);
	static final ClassDesc FETCH = desc(Fetch.class);
	static final ClassDesc SLICE = desc(Slice.class);
	private static final ClassDesc LONGS = CD_long.arrayType();

	private final Isa isa;
	private final ClassDesc self;
	private final HartConstants constants;
	private final Map<Row, Packing> packings;
	private final int shift;
	/** Of the class being built. */
	private LoopRows rows;

	LoopSpinner(Isa isa, Map<Row, Packing> packings) {
		this.isa = isa;
		this.packings = packings;
		Class<?> hart = isa.architecture().hartType();
		constants = new HartConstants(isa);
		self = ClassDesc.of(hart.getPackageName(), "InterpreterLoop");
		shift = Integer.numberOfTrailingZeros(isa.description().alignment());
	}

	/** Makes the loop's class, which {@link HartConstants#define} makes a loop of. */
	byte[] spin() {
		return build(LoopRows.choose(isa, LARGEST_METHOD, this::size), ClassFile.StackMapsOption.GENERATE_STACK_MAPS);
	}

	/** Where the rows are, in the class last spun. */
	LoopRows rows() {
		return rows;
	}

	/** How long {@code run} would be. Stack maps are what takes time in building a class. */
	private LoopRows.Size size(LoopRows chosen) {
		ClassModel model = ClassFile.of().parse(build(chosen, ClassFile.StackMapsOption.DROP_STACK_MAPS));
		CodeAttribute code = model.methods().stream().filter(method -> method.methodName().equalsString("run")).findFirst()
				.flatMap(MethodModel::code).map(CodeAttribute.class::cast).orElseThrow();
		Map<Integer, Integer> begins = new LinkedHashMap<>();
		code.forEach(element -> {
			if (element instanceof TableSwitchInstruction cases) {
				cases.cases().forEach(one -> begins.put(one.caseValue(), code.labelToBci(one.target())));
			}
		});
		return new LoopRows.Size(code.codeLength(), begins);
	}

	private byte[] build(LoopRows chosen, ClassFile.StackMapsOption maps) {
		rows = chosen;
		return ClassFile.of(maps, ClassFile.ClassHierarchyResolverOption.of(java.lang.classfile.ClassHierarchyResolver
				.ofResourceParsing(isa.architecture().hartType().getClassLoader())
				.orElse(java.lang.classfile.ClassHierarchyResolver.defaultResolver()))).build(self, c -> {
					c.withFlags(ClassFile.ACC_PUBLIC | ClassFile.ACC_FINAL).withInterfaceSymbols(desc(Loop.class));
					c.withMethodBody("<init>", MTD_void, ClassFile.ACC_PUBLIC,
							code -> constants.resolve(code.aload(0).invokespecial(CD_Object, "<init>", MTD_void)).return_());
					c.withMethodBody("run", MethodTypeDesc.of(CD_int, FETCH), ClassFile.ACC_PUBLIC, this::run);
					for (int i = 0; i < rows.outside().size(); i++) {
						LoopRows.Group group = rows.outside().get(i);
						c.withMethodBody("group" + i, GroupEmitter.type(group), ClassFile.ACC_STATIC,
								code -> new GroupEmitter(code, isa, constants, packings).emit(group));
					}
				});
	}

	static ClassDesc desc(Class<?> type) {
		return type.describeConstable().orElseThrow();
	}

	// ---- the loop

	private void run(CodeBuilder c) {
		new LoopBody(c).emit();
	}

	/** Emits {@code run}; a class of its own for the labels and locals that its parts share. */
	private final class LoopBody {
		private static final int FETCH_LOCAL = 1;

		private final CodeBuilder c;
		private final int code;
		private final int page;
		private final int index;
		private final int made;
		private final int slot;
		private final int fields;
		private final int to;
		private final Label enter;
		private final Label head;
		private final Label taken;
		private final Label arrived;
		/** Where a row of so many units goes on with the next. One place for each, see {@link Packing#key}. */
		private final Map<Integer, Label> next = new LinkedHashMap<>();
		private final Label leaveHere;
		private final Label leaveTo;

		LoopBody(CodeBuilder c) {
			this.c = c;
			code = c.allocateLocal(TypeKind.REFERENCE);
			page = c.allocateLocal(TypeKind.LONG);
			index = c.allocateLocal(TypeKind.INT);
			made = c.allocateLocal(TypeKind.INT);
			slot = c.allocateLocal(TypeKind.LONG);
			fields = c.allocateLocal(TypeKind.LONG);
			to = c.allocateLocal(TypeKind.LONG);
			enter = c.newLabel();
			head = c.newLabel();
			taken = c.newLabel();
			arrived = c.newLabel();
			leaveHere = c.newLabel();
			leaveTo = c.newLabel();
		}

		void emit() {
			prologue();
			Label begin = c.newLabel();
			Label end = c.newLabel();
			c.labelBinding(begin);
			lookUpPage();
			dispatch();
			transfers();
			leave();
			c.labelBinding(end);
			Label trapped = c.newLabel();
			c.labelBinding(trapped).pop();
			pcHere();
			c.lstore(to);
			leaveWith(Loop.TRAPPED);
			c.exceptionCatch(begin, end, trapped, desc(Trap.class));
		}

		private void prologue() {
			c.aconst_null().astore(code).lconst_0().lstore(page).iconst_0().istore(index);
			constants.slice(c).getfield(SLICE, "made", CD_int).istore(made);
			c.lconst_0().lstore(slot);
			constants.hart(c).getfield(HART, "pc", CD_long).lstore(to);
		}

		/** {@code to} is the pc to go on at; finds its page and index. */
		private void lookUpPage() {
			c.labelBinding(enter).aload(FETCH_LOCAL).lload(to).invokestatic(FETCH, "code", MethodTypeDesc.of(LONGS, FETCH, CD_long));
			c.dup().astore(code).ifnull(leaveTo);
			c.lload(to).loadConstant(-4096L).land().lstore(page);
			indexFromTo();
			c.goto_(head);
		}

		private void indexFromTo() {
			c.lload(to).l2i().loadConstant(4095).iand();
			if (shift > 0) {
				c.loadConstant(shift).ishr();
			}
			c.istore(index);
		}

		private void pcHere() {
			c.lload(page).iload(index).i2l();
			if (shift > 0) {
				c.loadConstant(shift).lshl();
			}
			c.ladd();
		}

		private void dispatch() {
			Map<Row, Label> labels = new LinkedHashMap<>();
			List<SwitchCase> cases = new ArrayList<>();
			Label pageEnd = c.newLabel();
			cases.add(SwitchCase.of(Loop.PAGE_END, pageEnd));
			for (Row row : rows.common()) {
				labels.put(row, c.newLabel());
				cases.add(SwitchCase.of(Loop.FIRST_ROW + row.id(), labels.get(row)));
			}
			List<Label> groups = new ArrayList<>();
			for (LoopRows.Group group : rows.outside()) {
				Label label = c.newLabel();
				groups.add(label);
				group.rows().forEach(row -> cases.add(SwitchCase.of(Loop.FIRST_ROW + row.id(), label)));
			}
			constants.slice(c.labelBinding(head).iload(made)).getfield(SLICE, "limit", CD_int).if_icmpge(leaveHere);
			c.aload(code).iload(index).laload().dup2().lstore(slot);
			c.l2i().loadConstant((1 << Loop.OPERATION_BITS) - 1).iand();
			c.tableswitch(Loop.PAGE_END, Loop.FIRST_ROW + isa.rows().size() - 1, leaveHere, cases);
			labels.forEach(this::emitRow);
			for (int i = 0; i < groups.size(); i++) {
				if (rows.outside().get(i).plain()) {
					emitPlainCall(groups.get(i), i);
				} else {
					emitRareCall(groups.get(i), i);
				}
			}
			c.labelBinding(pageEnd);
			pcHere();
			cut();
			c.lstore(to).goto_(enter);
		}

		private void emitRow(Row row, Label label) {
			c.labelBinding(label).lload(slot).loadConstant(Packing.key(row)).lxor().lstore(fields);
			if (row.memory()) {
				constants.slice(c).iload(made).putfield(SLICE, "made", CD_int);
			}
			RowEmitter emitter = new RowEmitter(c, row, packings.get(row), constants.hartType(), constants.new Sources(c, FETCH_LOCAL) {
				@Override
				public void slot() {
					c.lload(fields);
				}

				@Override
				public void pc() {
					pcHere();
				}
			}, isa.description());
			switch (row.control()) {
			case BRANCH -> {
				Label next = c.newLabel();
				emitter.branch(next, () -> c.lstore(to).goto_(taken));
				c.labelBinding(next);
				next(row.length());
			}
			case JUMP -> {
				emitter.jump(() -> c.lstore(to));
				c.goto_(taken);
			}
			default -> {
				emitter.value();
				next(row.length());
			}
			}
		}

		private void next(int length) {
			c.goto_(next.computeIfAbsent(length >> shift, _ -> c.newLabel()));
		}

		/** Rows that compute or access memory and nothing else: too many or too long for the loop, but not rare. */
		private void emitPlainCall(Label label, int index) {
			LoopRows.Group group = rows.outside().get(index);
			c.labelBinding(label);
			if (group.memory()) {
				constants.slice(c).iload(made).putfield(SLICE, "made", CD_int);
			}
			c.aload(FETCH_LOCAL).lload(slot);
			pcHere();
			c.invokestatic(self, "group" + index, GroupEmitter.type(group));
			next(group.length());
		}

		/** Rare rows run with hart, slice and clock up to date, and may change the context, which ends the slice. */
		private void emitRareCall(Label label, int index) {
			c.labelBinding(label);
			constants.hart(c);
			pcHere();
			c.putfield(HART, "pc", CD_long);
			constants.slice(c).iload(made).invokestatic(SLICE, "at", MethodTypeDesc.of(CD_void, SLICE, CD_int));
			c.aload(FETCH_LOCAL).lload(slot);
			pcHere();
			c.invokestatic(self, "group" + index, GroupEmitter.type(rows.outside().get(index))).lstore(to).iinc(made, 1);
			c.goto_(arrived);
		}

		private void transfers() {
			c.labelBinding(taken).iinc(made, 1);
			// a branch forward: before one backward HotSpot asks for a safepoint, and keeps the comparison's result for it
			Label elsewhere = c.newLabel();
			c.labelBinding(arrived).lload(to).loadConstant(-4096L).land().lload(page).lcmp().ifne(elsewhere);
			indexFromTo();
			c.goto_(head).labelBinding(elsewhere).goto_(enter);
			next.forEach((units, label) -> c.labelBinding(label).iinc(index, units).iinc(made, 1).goto_(head));
		}

		private void leave() {
			c.labelBinding(leaveHere);
			pcHere();
			c.lstore(to);
			c.labelBinding(leaveTo);
			leaveWith(Loop.LEFT);
		}

		private void leaveWith(int how) {
			constants.hart(c).lload(to).putfield(HART, "pc", CD_long);
			constants.slice(c).iload(made).putfield(SLICE, "made", CD_int);
			c.loadConstant(how).ireturn();
		}

		private void cut() {
			RowEmitter.cut(c, isa.description().addressBits());
		}
	}
}
