package dev.heal.spring.web;

import org.junit.jupiter.api.DisplayName;

@DisplayName("Before servlets, on Tomcat")
class ServletLoadSheddingTest extends LoadSheddingContract {

    @Override
    WebApp start() {
        return WebApp.servlet();
    }
}
