@checkout @core
Feature: An order is paid for in a checkout, shipped and taken back
  The merchant's own software opens a session of Checkout; the customer fills it
  in and pays, or does not. The money behind it is moved through ePayment, and
  what the customer pays is what lies in the basket and what it costs to ship.

  @rule:merchant-checkout-ends
  Rule: The shop knows how every checkout ends

    @CHK-CL-08
    Scenario: Kari pays in the checkout
      Given Kari has opened a checkout of 499.00 NOK
      When Kari approves the payment
      Then the order is paid
      And 0.00 NOK stands captured

    @CHK-CL-08
    Scenario: Kari leaves the checkout while she pays
      Given Kari has opened a checkout of 499.00 NOK
      When Kari rejects the payment
      Then the order is failed or cancelled

    @CHK-CL-08
    Scenario: Kari begins to pay in the checkout and does nothing more
      Given Kari has opened a checkout of 499.00 NOK
      And Kari has begun to pay
      When Kari lets the payment expire
      Then the order is failed or cancelled

    @CHK-CL-13 @patient
    Scenario: Kari never comes as far as to pay in the checkout
      Given Kari has opened a checkout of 499.00 NOK
      When Kari lets the payment expire
      Then the order is failed or cancelled

  @rule:merchant-checkout-shipped
  Rule: What is shipped is captured, shipping included

    @CHK-CL-06
    Scenario: All of what was bought in a checkout ships at once
      Given Kari has paid in a checkout of 499.00 NOK
      When the shop ships what is left
      Then the order is shipped
      And all that was paid stands captured

    @CHK-CL-06b
    Scenario: What was bought in a checkout ships in two parts
      Given Kari has paid in a checkout of 499.00 NOK
      And the shop has shipped 199.00 NOK of it
      When the shop ships what is left
      Then the order is shipped
      And all that was paid stands captured

  @rule:merchant-checkout-cancelled
  Rule: What was bought in a checkout and is not delivered is cancelled

    @CHK-CL-05
    Scenario: An order of a checkout is cancelled
      Given Kari has paid in a checkout of 499.00 NOK
      When the shop cancels the order
      Then the order is cancelled
      And all that was paid stands cancelled

    @CHK-CL-05
    Scenario: A part of a checkout's order ships and the rest is cancelled
      Given Kari has paid in a checkout of 499.00 NOK
      And the shop has shipped 199.00 NOK of it
      When the shop cancels the order
      Then the order is shipped
      And 199.00 NOK stands captured
      And what is left stands cancelled

    @CHK-CL-09
    Scenario: A checkout that came to nothing is cancelled all the same
      Given Kari has opened a checkout of 499.00 NOK
      And Kari has rejected the payment
      And the order is failed or cancelled
      When the shop tries to cancel the order
      Then the order is failed or cancelled
      And 0.00 NOK stands captured

  @rule:merchant-checkout-returned
  Rule: What was bought in a checkout and comes back is refunded

    @CHK-CL-07
    Scenario: All of what was bought in a checkout comes back
      Given Kari has paid in a checkout of 499.00 NOK
      And the shop has shipped it
      When the shop takes back everything
      Then the order is returned
      And all that was captured stands refunded

    @CHK-CL-07b
    Scenario: A part of what was bought in a checkout comes back
      Given Kari has paid in a checkout of 499.00 NOK
      And the shop has shipped it
      When the shop takes back 120.50 NOK of it
      Then 120.50 NOK stands refunded
