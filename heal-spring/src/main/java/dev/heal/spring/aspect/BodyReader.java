package dev.heal.spring.aspect;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.asm.ClassVisitor;
import org.springframework.asm.Handle;
import org.springframework.asm.MethodVisitor;
import org.springframework.asm.Opcodes;
import org.springframework.asm.SpringAsmInfo;
import org.springframework.asm.Type;

/** Reads the methods of one class file. */
final class BodyReader extends ClassVisitor {

    private final String self;
    private final Set<String> family;
    private final Set<String> wanted;
    private final List<MethodBody> bodies = new ArrayList<>();

    /**
     * @param self the class's internal name
     * @param family the internal names of its type and all supertypes
     * @param wanted names and descriptors of the methods whose calls are looked for
     */
    BodyReader(String self, Set<String> family, Set<String> wanted) {
        super(SpringAsmInfo.ASM_VERSION);
        this.self = self;
        this.family = family;
        this.wanted = wanted;
    }

    List<MethodBody> bodies() {
        return bodies;
    }

    @Override
    public @Nullable MethodVisitor visitMethod(
            int access, String name, String descriptor, @Nullable String signature, String @Nullable [] exceptions) {
        boolean hasNoThis = (access & Opcodes.ACC_STATIC) != 0;
        if (hasNoThis || (access & Opcodes.ACC_BRIDGE) != 0) {
            return null;
        }
        MethodBody body = new MethodBody(access, name, descriptor);
        bodies.add(body);
        return new Reader(body);
    }

    private final class Reader extends MethodVisitor {
        private final MethodBody body;

        Reader(MethodBody body) {
            super(SpringAsmInfo.ASM_VERSION);
            this.body = body;
        }

        @Override
        public void visitMethodInsn(int opcode, String owner, String name, String descriptor, boolean isInterface) {
            body.value(Type.getReturnType(descriptor));
            // super.find() is the inherited method's own business.
            boolean onAnObject = opcode == Opcodes.INVOKEVIRTUAL || opcode == Opcodes.INVOKEINTERFACE;
            if (onAnObject && family.contains(owner) && wanted.contains(name + descriptor)) {
                body.call(owner, name + descriptor);
            }
        }

        @Override
        public void visitFieldInsn(int opcode, String owner, String name, String descriptor) {
            if (opcode == Opcodes.GETFIELD || opcode == Opcodes.GETSTATIC) {
                body.value(Type.getType(descriptor));
            }
        }

        @Override
        public void visitTypeInsn(int opcode, String type) {
            if (opcode == Opcodes.NEW || opcode == Opcodes.CHECKCAST) {
                body.value(Type.getObjectType(type));
            }
        }

        @Override
        public void visitInvokeDynamicInsn(String name, String descriptor, Handle bootstrap, Object... arguments) {
            body.value(Type.getReturnType(descriptor));
            boolean captures = Type.getArgumentTypes(descriptor).length > 0;
            for (Object argument : arguments) {
                if (!(argument instanceof Handle handle) || !family.contains(handle.getOwner())) {
                    continue;
                }
                String called = handle.getName() + handle.getDesc();
                if (handle.getOwner().equals(self) && handle.getName().startsWith("lambda$")) {
                    body.lambdas.add(called);
                } else if (captures && wanted.contains(called)) {
                    body.call(handle.getOwner(), called);
                }
            }
        }
    }
}
