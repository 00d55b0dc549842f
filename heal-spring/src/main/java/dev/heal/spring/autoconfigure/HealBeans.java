package dev.heal.spring.autoconfigure;

import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.AnnotatedBeanDefinition;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.AbstractBeanDefinition;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.util.ClassUtils;

/**
 * Marks heal's own beans as what they are, parts that the application has not defined, so that no aspect of the application's
 * is put around them: {@code execution(* *(..))} would otherwise end the start at the first final class, and slow heal's
 * threads down behind it.
 */
final class HealBeans implements BeanFactoryPostProcessor {

    @Override
    public void postProcessBeanFactory(ConfigurableListableBeanFactory beans) {
        for (String name : beans.getBeanDefinitionNames()) {
            if (beans.getBeanDefinition(name) instanceof AbstractBeanDefinition definition
                    && isMadeByHeal(definition, beans.getBeanClassLoader())) {
                definition.setSynthetic(true);
            }
        }
    }

    private static boolean isMadeByHeal(BeanDefinition definition, @Nullable ClassLoader loader) {
        String name = maker(definition);
        if (name == null || !name.startsWith("dev.heal.")) {
            return false;
        }
        try {
            Class<?> type = ClassUtils.forName(name, loader);
            while (type.getEnclosingClass() != null) {
                type = type.getEnclosingClass();
            }
            return type.isAnnotationPresent(AutoConfiguration.class);
        } catch (ClassNotFoundException | LinkageError unknown) {
            return false;
        }
    }

    /** The configuration whose method makes the bean, else the bean's own class. */
    private static @Nullable String maker(BeanDefinition definition) {
        return definition instanceof AnnotatedBeanDefinition annotated && annotated.getFactoryMethodMetadata() != null
                ? annotated.getFactoryMethodMetadata().getDeclaringClassName()
                : definition.getBeanClassName();
    }
}
