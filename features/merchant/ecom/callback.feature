@ecom @core
Feature: Callbacks of eCom that cannot be trusted
  The API calls once, signs nothing, and does not try again. The order must end
  right every time, and money move once.

  @rule:merchant-ecom-callback-genuine
  Rule: Only a callback with the token of the order counts

    @ECOM-CL-08 @patient
    Scenario Outline: A callback of eCom with <what> changes nothing
      Given the callback of another payment has arrived
      And Kari has placed an order of 499.00 NOK
      When somebody sends the callback of the payment with <what>
      Then the order is waiting
      And 0.00 NOK stands captured

      Examples: what somebody could send
        | what                 |
        | no token             |
        | a token of their own |

  @rule:merchant-ecom-callback-lost
  Rule: What no callback of eCom tells is asked for

    @ECOM-CL-16 @patient
    Scenario: The callback of the approval with eCom is lost
      Given no callback arrives
      And Kari has placed an order of 499.00 NOK
      When Kari approves the payment
      Then the order is paid
      And 0.00 NOK stands captured

    @ECOM-CL-16 @patient
    Scenario: The callback of the rejection with eCom is lost
      Given no callback arrives
      And Kari has placed an order of 499.00 NOK
      When Kari rejects the payment
      Then the order is failed or cancelled

  @rule:merchant-ecom-callback-repeated
  Rule: A callback of eCom that comes again, or late, has no further effect

    @ECOM-CL-11 @patient
    Scenario: The callback of eCom comes twice
      Given Kari has paid for an order of 499.00 NOK
      And the callback of its payment has arrived
      And the shop has shipped 199.00 NOK of it
      When the callback of the payment comes again
      Then the order is shipped
      And 199.00 NOK stands captured

    @ECOM-CL-11 @patient
    Scenario: The callback of eCom comes when the goods are back already
      Given Kari has paid for an order of 499.00 NOK
      And the callback of its payment has arrived
      And the shop has shipped it
      And the shop has taken back 499.00 NOK of it
      When the callback of the payment comes again
      Then the order is returned
      And 499.00 NOK stands refunded

  @rule:merchant-ecom-return-page
  Rule: Who comes back from eCom has not paid yet

    @ECOM-CL-17 @patient
    Scenario: Kari comes back from eCom in another browser without having paid
      Given Kari has placed an order of 499.00 NOK
      When Kari comes back in another browser
      Then the order is waiting
      And 0.00 NOK stands captured

    @ECOM-CL-17 @patient
    Scenario: Kari comes back from eCom in another browser after she has paid
      Given no callback arrives
      And Kari has placed an order of 499.00 NOK
      And Kari has approved the payment
      When Kari comes back in another browser
      Then the order is paid
