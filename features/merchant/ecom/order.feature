@ecom @core
Feature: An order is paid for with eCom, shipped and taken back
  The merchant's own software sells; the customer acts in the sandbox. What the
  shop says of its orders, and what the money has done, must agree.

  @rule:merchant-ecom-paid
  Rule: The shop knows how every payment with eCom ends

    @ECOM-CL-11
    Scenario: With eCom Kari approves
      Given Kari has placed an order of 499.00 NOK
      When Kari approves the payment
      Then the order is paid
      And 0.00 NOK stands captured

    @ECOM-CL-11
    Scenario: With eCom Kari rejects
      Given Kari has placed an order of 499.00 NOK
      When Kari rejects the payment
      Then the order is failed or cancelled

    @ECOM-CL-11
    Scenario: With eCom Kari does nothing
      Given Kari has placed an order of 499.00 NOK
      When Kari lets the payment expire
      Then the order is failed or cancelled

  @rule:merchant-ecom-shipped
  Rule: What is shipped is captured with eCom, and nothing else

    @ECOM-CL-02
    Scenario: With eCom all of it ships at once
      Given Kari has paid for an order of 499.00 NOK
      When the shop ships what is left
      Then the order is shipped
      And 499.00 NOK stands captured

    @ECOM-CL-03
    Scenario: With eCom it ships in two parts
      Given Kari has paid for an order of 499.00 NOK
      When the shop ships 199.00 NOK of it
      And the shop ships what is left
      Then the order is shipped
      And 499.00 NOK stands captured

    @ECOM-CL-04
    Scenario: With eCom a part ships and the rest is cancelled
      Given Kari has paid for an order of 499.00 NOK
      And the shop has shipped 199.00 NOK of it
      When the shop cancels the order
      Then the order is shipped
      And 199.00 NOK stands captured
      And 300.00 NOK stands cancelled

  @rule:merchant-ecom-cancelled
  Rule: What is not delivered is cancelled with eCom

    @ECOM-CL-04 @ECOM-CL-21
    Scenario: With eCom a paid order is cancelled
      Given Kari has paid for an order of 499.00 NOK
      When the shop cancels the order
      Then the order is cancelled
      And 499.00 NOK stands cancelled
      And 0.00 NOK stands captured

    @ECOM-CL-04
    Scenario: With eCom an order is cancelled before Kari has paid
      Given Kari has placed an order of 499.00 NOK
      When the shop cancels the order
      Then the order is cancelled
      And 0.00 NOK stands captured

    @ECOM-CL-12
    Scenario: With eCom an order that came to nothing is cancelled all the same
      Given Kari has placed an order of 499.00 NOK
      And Kari has rejected the payment
      And the order is failed or cancelled
      When the shop tries to cancel the order
      Then the order is failed or cancelled
      And 0.00 NOK stands captured

  @rule:merchant-ecom-returned
  Rule: What comes back is refunded with eCom

    @ECOM-CL-05 @ECOM-CL-20
    Scenario: With eCom all of it comes back
      Given Kari has paid for an order of 499.00 NOK
      And the shop has shipped it
      When the shop takes back everything
      Then the order is returned
      And 499.00 NOK stands refunded

    @ECOM-CL-06
    Scenario: With eCom a part of it comes back
      Given Kari has paid for an order of 499.00 NOK
      And the shop has shipped it
      When the shop takes back 120.50 NOK of it
      Then 120.50 NOK stands refunded
      And 499.00 NOK stands captured
