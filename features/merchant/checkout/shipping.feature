@checkout @core
Feature: The shop says how it ships
  Where a session names an address for it, the API asks the shop for ways to ship
  each time that the customer says where the goods go. It waits for eight seconds;
  then there are the fixed ways, or none.

  @rule:merchant-shipping-asked
  Rule: Every address has its ways to ship

    @CHK-CL-17
    Scenario: Kari has the goods sent to her home
      Given Kari has opened a checkout of 499.00 NOK
      When Kari says that the goods go to Oslo
      Then the shop says how it ships to Oslo

    @CHK-CL-17
    Scenario: Kari changes where the goods go before she pays
      Given Kari has opened a checkout of 499.00 NOK
      And Kari has said that the goods go to Oslo
      When Kari says that the goods go to Tromsø
      Then the shop says how it ships to Tromsø

    @CHK-CL-17
    Scenario: Kari pays for an order that goes to another country
      Given Kari has opened a checkout of 499.00 NOK
      And Kari has said that the goods go to Stockholm
      When Kari approves the payment
      Then the order is paid

  @rule:merchant-shipping-unavailable
  Rule: The customer can buy also where the shop is not reached

    @CHK-CL-17
    Scenario: The shop cannot be asked how it ships
      Given no call reaches the shop
      And Kari has opened a checkout of 499.00 NOK
      When Kari says that the goods go to Oslo
      Then Kari can pay all the same
