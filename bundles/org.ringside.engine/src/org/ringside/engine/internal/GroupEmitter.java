package org.ringside.engine.internal;

import static java.lang.constant.ConstantDescs.CD_long;
import static java.lang.constant.ConstantDescs.CD_void;

import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.classfile.instruction.SwitchCase;
import java.lang.constant.MethodTypeDesc;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.ringside.isa.Control;
import org.ringside.isa.Isa;
import org.ringside.isa.Row;
import org.ringside.machine.runtime.Loop;

/** Emits a method beside the interpreter's loop, whose cases are the rows of a group. */
final class GroupEmitter {

	private static final int FETCH_PARAMETER = 0;
	private static final int SLOT_PARAMETER = 1;
	private static final int PC_PARAMETER = 3;

	private final CodeBuilder c;
	private final Isa isa;
	private final HartConstants constants;
	private final Map<Row, Packing> packings;

	GroupEmitter(CodeBuilder c, Isa isa, HartConstants constants, Map<Row, Packing> packings) {
		this.c = c;
		this.isa = isa;
		this.constants = constants;
		this.packings = packings;
	}

	/** Takes slot and pc; answers the pc to go on at, unless all its rows go on behind themselves. */
	static MethodTypeDesc type(LoopRows.Group group) {
		return MethodTypeDesc.of(group.plain() ? CD_void : CD_long, LoopSpinner.FETCH, CD_long, CD_long);
	}

	void emit(LoopRows.Group group) {
		List<SwitchCase> cases = new ArrayList<>();
		Map<Row, Label> labels = new LinkedHashMap<>();
		for (Row row : group.rows()) {
			labels.put(row, c.newLabel());
			cases.add(SwitchCase.of(Loop.FIRST_ROW + row.id(), labels.get(row)));
		}
		Label unknown = c.newLabel();
		c.lload(SLOT_PARAMETER).l2i().loadConstant((1 << Loop.OPERATION_BITS) - 1).iand().lookupswitch(unknown, cases);
		labels.forEach((row, label) -> {
			c.labelBinding(label).lload(SLOT_PARAMETER).loadConstant(Packing.key(row)).lxor().lstore(SLOT_PARAMETER);
			if (group.plain()) {
				emitter(row).value();
				c.return_();
			} else {
				emitRare(row);
			}
		});
		c.labelBinding(unknown);
		if (group.plain()) {
			c.return_();
		} else {
			c.lload(PC_PARAMETER).lreturn();
		}
	}

	private RowEmitter emitter(Row row) {
		return new RowEmitter(c, row, packings.get(row), constants.hartType(), constants.new Sources(c, FETCH_PARAMETER) {
			@Override
			public void slot() {
				c.lload(SLOT_PARAMETER);
			}

			@Override
			public void pc() {
				c.lload(PC_PARAMETER);
			}
		}, isa.description());
	}

	private void emitRare(Row row) {
		Label next = c.newLabel();
		switch (row.control()) {
		case BRANCH -> emitter(row).branch(next, c::lreturn);
		case REPEAT -> emitter(row).repeat(next, () -> c.lload(PC_PARAMETER).lreturn());
		case JUMP -> emitter(row).jump(c::lreturn);
		default -> emitter(row).value();
		}
		if (row.control() != Control.JUMP) {
			c.labelBinding(next).lload(PC_PARAMETER).loadConstant((long) row.length()).ladd();
			RowEmitter.cut(c, isa.description().addressBits());
			c.lreturn();
		}
	}
}
