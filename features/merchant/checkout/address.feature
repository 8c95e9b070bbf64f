@checkout @core
Feature: The customer tells the shop where the goods go
  Shops have pages of their own for addresses. Nothing of what is said there is
  known to a checkout that is open, unless the shop changes it: the ways to ship,
  and with them what the customer pays.

  @rule:merchant-address-told
  Rule: What the shop learns of an address reaches the checkout that is open

    @CHK-CL-17
    Scenario: Kari tells the shop another address while the checkout is open
      Given Kari has opened a checkout of 499.00 NOK
      And Kari has said that the goods go to Oslo
      When Kari tells the shop that the goods go to Tromsø
      Then the checkout shows how the shop ships to Tromsø

    @CHK-CL-17
    Scenario: Kari pays for an order that goes elsewhere since
      Given Kari has opened a checkout of 499.00 NOK
      And Kari has said that the goods go to Oslo
      And Kari has told the shop that the goods go to Stockholm
      When Kari approves the payment
      Then the order is paid

    @CHK-CL-06
    Scenario: What an order costs that goes elsewhere since is captured
      Given Kari has opened a checkout of 499.00 NOK
      And Kari has said that the goods go to Oslo
      And Kari has told the shop that the goods go to Tromsø
      And Kari has approved the payment
      And the order is paid
      When the shop ships what is left
      Then the order is shipped
      And all that was paid stands captured

  @rule:merchant-address-late
  Rule: An address that comes too late does no harm

    @CHK-CL-17
    Scenario: Kari tells the shop another address while she pays
      Given Kari has opened a checkout of 499.00 NOK
      And Kari has begun to pay
      When Kari tries to tell the shop that the goods go to Tromsø
      And Kari approves the payment
      Then the order is paid
