package dev.heal.examples.shop;

import org.springframework.boot.autoconfigure.SpringBootApplication;

/** The shop. Its profiles differ in configuration alone: none, {@code well-configured}, {@code healed}. */
@SpringBootApplication(proxyBeanMethods = false)
public class ShopApplication {}
