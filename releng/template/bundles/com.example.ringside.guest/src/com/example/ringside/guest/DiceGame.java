package com.example.ringside.guest;

import java.nio.charset.StandardCharsets;
import java.util.Map;

import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.ringside.guest.Boot;
import org.ringside.guest.Guest;
import org.ringside.guest.GuestContext;
import org.ringside.guest.GuestException;
import org.ringside.guest.GuestMaker;
import org.ringside.guest.Image;
import org.ringside.guest.Segment;
import org.ringside.isa.Architecture;
import org.ringside.isa.Isa;
import org.ringside.isa.assembler.Assembler;
import org.ringside.isa.assembler.AssemblyException;
import org.ringside.isa.assembler.Program;
import org.ringside.machine.catalog.Contribution;
import org.ringside.machine.catalog.Option;

/** Contributes a program for the toy board: it throws the die, prints each throw, and powers off with the sum. */
@Component(service = GuestMaker.class)
@Contribution(id = "dice-game", label = "Throws a die and powers off with the sum", isa = "tally")
public final class DiceGame implements GuestMaker<DiceGame.Options> {

	private static final String SOURCE = """
			start:	j	begin
			trap:	j	trap		# every trap comes here: stay
			begin:	li	r1, 0x1000	# the die
				li	r2, 0x2000	# the serial line
				li	r3, 0x3000	# the switch
				li	r4, TIMES
			again:	lw	r6, 0(r1)
				add	r5, r5, r6	# the sum
				addi	r7, r6, '0'
				sb	r7, 0(r2)
				addi	r4, r4, -1
				bne	r4, r0, again
				li	r7, 10
				sb	r7, 0(r2)
				li	r4, 16		# the switch wants the status in its upper half
			up:	add	r5, r5, r5
				addi	r4, r4, -1
				bne	r4, r0, up
				addi	r5, r5, 0x3333
				sw	r5, 0(r3)
			end:	j	end
			""";

	/**
	 * What can be set: {@code --set times=5}.
	 *
	 * @param times that the die is thrown
	 */
	public record Options(@Option(help = "how often the die is thrown", value = "3") int times) {
	}

	private final Isa isa;

	/** The instruction set comes from another bundle; until that is there, so is no game. */
	@Activate
	public DiceGame(@Reference(target = "(ringside.id=tally)") Architecture tally) {
		isa = Isa.of(tally);
	}

	@Override
	public Class<Options> options() {
		return Options.class;
	}

	@Override
	public Guest create(Options options, GuestContext context) {
		Program program = assemble(".equ TIMES, " + options.times() + "\n" + SOURCE, context.memoryBase());
		Image image = Image.of(context.memoryBase(), Segment.of("code", context.memoryBase(), program.flat()));
		return Guest.of(image, Boot.reset(context.memoryBase(), Map.of()));
	}

	private Program assemble(String source, long origin) {
		try {
			return new Assembler(isa).origin(origin).assemble("dice-game", source.getBytes(StandardCharsets.UTF_8));
		} catch (AssemblyException e) {
			throw new GuestException(e.errors().getFirst().toString(), e);
		}
	}
}
