@ecom @core
Feature: An order is bought in express
  In the app the customer says who she is and where the goods go. The API asks the
  shop how it ships there, reserves what that costs as well, and tells the shop
  should the customer withdraw her consent.

  @rule:merchant-express-shipping
  Rule: Who is asked in express how it ships says so in time, and in kroner

    @ECOM-CL-09
    Scenario Outline: In express Kari has the goods sent to <city>
      Given Kari has begun to buy in express for 499.00 NOK
      When Kari approves the payment and has the goods sent to <city>
      Then the shop says how it ships to <city>
      And the payment is of the goods and of what it costs to ship them to <city>

      Examples: where the goods go
        | city   |
        | Oslo   |
        | Tromsø |

  @rule:merchant-express-ends
  Rule: The shop knows how every payment in express ends

    @ECOM-CL-11
    Scenario: In express Kari pays
      Given Kari has paid in express for 499.00 NOK
      Then the order is paid
      And 0.00 NOK stands captured

    @ECOM-CL-11
    Scenario: In express Kari rejects
      Given Kari has begun to buy in express for 499.00 NOK
      When Kari rejects the payment
      Then the order is failed or cancelled

  @rule:merchant-express-shipped
  Rule: What is bought in express is captured and refunded with what it cost to ship

    @ECOM-CL-02
    Scenario: In express all of it ships at once
      Given Kari has paid in express for 499.00 NOK
      And the order is paid
      When the shop ships what is left
      Then the order is shipped
      And all that was paid stands captured

    @ECOM-CL-04
    Scenario: In express a paid order is cancelled
      Given Kari has paid in express for 499.00 NOK
      And the order is paid
      When the shop cancels the order
      Then the order is cancelled
      And all that was paid stands cancelled

  @rule:merchant-express-consent
  Rule: Who withdraws her consent is forgotten

    @ECOM-CL-10
    Scenario: Kari withdraws her consent
      Given Kari has paid in express for 499.00 NOK
      When Kari withdraws her consent
      Then the shop has taken in that the consent is gone

    @ECOM-CL-10
    Scenario: The shop that knew Kari forgets her
      Given Kari has paid in express for 499.00 NOK
      And the shop knows who Kari is
      When Kari withdraws her consent
      Then the shop knows no more who Kari is
