@epayment @core
Feature: An order is paid for, shipped and taken back
  The merchant's own software sells; the customer acts in the sandbox. What the
  shop says of its orders, and what the money has done, must agree.

  @rule:merchant-order-paid
  Rule: The shop knows how every payment ends

    @EPAY-CL-09
    Scenario: Kari approves
      Given Kari has placed an order of 499.00 NOK
      When Kari approves the payment
      Then the order is paid
      And 0.00 NOK stands captured

    @EPAY-CL-09
    Scenario: Kari rejects
      Given Kari has placed an order of 499.00 NOK
      When Kari rejects the payment
      Then the order is failed or cancelled

    @EPAY-CL-09
    Scenario: Kari does nothing
      Given Kari has placed an order of 499.00 NOK
      When Kari lets the payment expire
      Then the order is failed or cancelled

  @rule:merchant-order-shipped
  Rule: What is shipped is captured, and nothing else

    @EPAY-CL-05
    Scenario: All of it ships at once
      Given Kari has paid for an order of 499.00 NOK
      When the shop ships what is left
      Then the order is shipped
      And 499.00 NOK stands captured

    @EPAY-CL-06
    Scenario: It ships in two parts
      Given Kari has paid for an order of 499.00 NOK
      When the shop ships 199.00 NOK of it
      And the shop ships what is left
      Then the order is shipped
      And 499.00 NOK stands captured

    @EPAY-CL-04
    Scenario: A part ships and the rest is cancelled
      Given Kari has paid for an order of 499.00 NOK
      And the shop has shipped 199.00 NOK of it
      When the shop cancels the order
      Then the order is shipped
      And 199.00 NOK stands captured
      And 300.00 NOK stands cancelled

    @EPAY-CL-08
    Scenario: A part ships, the rest is cancelled, and some of it comes back
      Given Kari has paid for an order of 499.00 NOK
      And the shop has shipped 199.00 NOK of it
      And the shop has cancelled the rest
      When the shop takes back 50.00 NOK of it
      Then the order is shipped
      And 199.00 NOK stands captured
      And 300.00 NOK stands cancelled
      And 50.00 NOK stands refunded

  @rule:merchant-order-cancelled
  Rule: What is not delivered is cancelled

    @EPAY-CL-04
    Scenario: A paid order is cancelled
      Given Kari has paid for an order of 499.00 NOK
      When the shop cancels the order
      Then the order is cancelled
      And 499.00 NOK stands cancelled
      And 0.00 NOK stands captured

    @EPAY-CL-09
    Scenario: An order is cancelled before Kari has paid
      Given Kari has placed an order of 499.00 NOK
      When the shop cancels the order
      Then the order is cancelled
      And 0.00 NOK stands captured

    @EPAY-CL-10
    Scenario: An order that came to nothing is cancelled all the same
      Given Kari has placed an order of 499.00 NOK
      And Kari has rejected the payment
      And the order is failed or cancelled
      When the shop tries to cancel the order
      Then the order is failed or cancelled
      And 0.00 NOK stands captured

  @rule:merchant-order-returned
  Rule: What comes back is refunded

    @EPAY-CL-07
    Scenario: All of it comes back
      Given Kari has paid for an order of 499.00 NOK
      And the shop has shipped it
      When the shop takes back everything
      Then the order is returned
      And 499.00 NOK stands refunded

    @EPAY-CL-08
    Scenario: A part of it comes back
      Given Kari has paid for an order of 499.00 NOK
      And the shop has shipped it
      When the shop takes back 120.50 NOK of it
      Then 120.50 NOK stands refunded
      And 499.00 NOK stands captured
