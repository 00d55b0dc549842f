package dev.heal.spring.autoconfigure;

import dev.heal.region.RegionRouter;
import dev.heal.spring.binding.ConfigurationTree;
import dev.heal.spring.binding.Node;
import dev.heal.spring.binding.RouterReader;
import dev.heal.spring.binding.RouterSettings;
import dev.heal.spring.binding.RouterSettings.Place;
import java.net.URI;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.AutowireCandidateQualifier;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.BeanDefinitionRegistryPostProcessor;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.core.ResolvableType;
import org.springframework.core.env.ConfigurableEnvironment;

/**
 * Makes a bean of each router that is written: {@code inventory} is the bean {@code inventoryRouter}, because a service may
 * well be called inventory, and can be asked for with {@code @Qualifier("inventory")}, too. Nobody's bean is replaced, and
 * none is made before somebody asks for it.
 */
final class RouterBeans implements BeanDefinitionRegistryPostProcessor {

    private static final String MAKER = "healRouters";

    /** Where the application has a bean of the router's bean's name, which is left to it. */
    private static final String OTHERWISE = "heal.router.";

    private final ConfigurableEnvironment environment;

    RouterBeans(ConfigurableEnvironment environment) {
        this.environment = environment;
    }

    @Override
    public void postProcessBeanDefinitionRegistry(BeanDefinitionRegistry registry) {
        for (Node router : RouterReader.written(ConfigurationTree.of(environment))) {
            String name = RouterSettings.beanName(router.name());
            registry.registerBeanDefinition(
                    registry.isBeanNameInUse(name) ? OTHERWISE + router.name() : name,
                    definition(router.name(), RouterReader.place(router)));
        }
    }

    /** By the method of a bean, which ahead-of-time processing can write down as it can any other. */
    private static BeanDefinition definition(String router, @Nullable Place place) {
        RootBeanDefinition definition = new RootBeanDefinition();
        definition.setTargetType(type(place));
        definition.setFactoryBeanName(MAKER);
        definition.setFactoryMethodName("router");
        definition.getConstructorArgumentValues().addIndexedArgumentValue(0, router);
        definition.addQualifier(new AutowireCandidateQualifier(Qualifier.class, router));
        definition.setLazyInit(true);
        definition.setSynthetic(true);
        return definition;
    }

    /** Of what a bean is, nobody knows yet: then whoever asks for a router of anything gets it. */
    private static ResolvableType type(@Nullable Place place) {
        return place == Place.URL
                ? ResolvableType.forClassWithGenerics(RegionRouter.class, URI.class)
                : place == Place.DATA_SOURCE
                        ? ResolvableType.forClassWithGenerics(RegionRouter.class, DataSource.class)
                        : ResolvableType.forRawClass(RegionRouter.class);
    }

    @Override
    public void postProcessBeanFactory(ConfigurableListableBeanFactory beans) {
        // All is done before.
    }
}
