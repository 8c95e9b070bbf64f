@pos @core
Feature: A purchase is paid for at the till
  The customer stands there: the till asks her in the app, and waits for her.

  @rule:merchant-store-paid
  Rule: The till knows how it ends while the customer waits

    @EPAY-CL-20
    Scenario: Kari pays at the till and takes the goods with her
      Given Kari has paid for an order of 499.00 NOK
      When the shop ships what is left
      Then the order is shipped
      And 499.00 NOK stands captured

    @EPAY-CL-20
    Scenario: Kari pays in cash after all
      Given Kari has placed an order of 499.00 NOK
      When the shop cancels the order
      Then the order is cancelled
      And Kari can approve the payment no more

    @EPAY-CL-14 @patient
    Scenario: Nobody tells the till that Kari has paid
      Given no webhook arrives
      And Kari has placed an order of 499.00 NOK
      When Kari approves the payment
      Then the order is paid

    @EPAY-CL-20
    Scenario: Kari brings some of it back to the store
      Given Kari has paid for an order of 499.00 NOK
      And the shop has shipped it
      When the shop takes back 120.50 NOK of it
      Then 120.50 NOK stands refunded
