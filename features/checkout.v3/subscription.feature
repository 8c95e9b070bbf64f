@checkout.v3 @extended
Feature: Sessions that begin a subscription
  A session may ask the customer to agree to pay again and again, with or without
  a first payment.

  Background:
    Given a merchant that sells in NOK
    And an order of 100.00 NOK
    And the order begins a subscription of 199.00 NOK every month

  @rule:checkout-subscription
  Rule: Who pays agrees to the subscription

    @sandbox
    Scenario: A subscription whose customer pays runs
      Given the merchant has opened the session
      When Kari pays
      Then the session is paid
      And the session comes to 100.00 NOK
      And the subscription is active
      And 100.00 NOK stands authorized
      And the merchant is told that the session is paid
      And what it is told is what it reads
      And every exchange keeps to the contract

    @sandbox
    Scenario: A subscription whose customer is at the payment is pending
      Given the merchant has opened the session
      When Kari goes to pay
      Then the subscription is pending

    @sandbox
    Scenario: A subscription whose customer leaves is stopped
      Given the merchant has opened the session
      When Kari leaves the payment
      Then the session is ended without payment
      And the subscription is stopped
      And every exchange keeps to the contract

    @sandbox
    Scenario: A subscription may cost nothing at once
      Given nothing is paid at once
      And the merchant has opened the session
      When Kari pays
      Then the session is paid
      And the subscription is active
      And every exchange keeps to the contract

    Scenario Outline: A subscription may be paid every <unit>
      Given the order begins a subscription of 199.00 NOK every <unit>
      When the merchant opens the session
      Then the session is open
      And every exchange keeps to the contract

      Examples: every unit
        | unit  |
        | day   |
        | week  |
        | month |
        | year  |

    Scenario: A subscription may be described
      Given the order carries "Two mugs every month, in the colour of the month" at "/subscription/productDescription"
      When the merchant opens the session
      Then the session is open
      And every exchange keeps to the contract

    Scenario Outline: A subscription may cost less <until>
      Given the subscription costs 1.00 NOK <until>
      When the merchant opens the session
      Then the session is open
      And every exchange keeps to the contract

      Examples: every campaign
        | until          |
        | for a while    |
        | until a day    |
        | until an event |

  @rule:checkout-subscription-fields
  Rule: What a subscription lacks is named

    Scenario Outline: A subscription without <what> is refused
      Given the order carries nothing at "/subscription/<field>"
      When the merchant tries to open the session
      Then the session is refused because the request is invalid
      And the request breaks the contract at "/subscription/<field>"

      Examples: what a subscription needs
        | what            | field                |
        | a product       | productName          |
        | a price         | amount               |
        | an interval     | interval             |
        | its page        | merchantAgreementUrl |

    @wire
    Scenario: An interval of 32 days is refused
      Given the order carries {"unit":"DAY","count":32} at "/subscription/interval"
      When the merchant tries to open the session
      Then the session is refused because the request is invalid
      And the request breaks the contract at "/subscription/interval/count"

    @wire
    Scenario: A campaign that nobody knows is refused
      Given the order carries {"type":"FREE_CAMPAIGN","price":0,"period":{"unit":"MONTH","count":1}} at "/subscription/campaign"
      When the merchant tries to open the session
      Then the session is refused because the request is invalid
      And the request breaks the contract at "/subscription/campaign/type"

    Scenario: A session of a kind that nobody knows is refused
      Given the order carries "DONATION" at "/type"
      When the merchant tries to open the session
      Then the session is refused because the request is invalid
      And the request breaks the contract at "/type"
