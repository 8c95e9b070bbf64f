@checkout.v3 @extended
Feature: What a session of version 3 may ask for
  Countries, a box to tick, order lines, and other ways to pay. Words are spelled
  exactly as they are documented.

  Background:
    Given a merchant that sells in NOK
    And an order of 499.00 NOK

  @rule:checkout-reference-place
  Rule: The reference stands beside the transaction

    Scenario: The session says whose it is
      When the merchant opens the session
      Then the session is the merchant's own
      And every exchange keeps to the contract

    Scenario: A reference inside of the transaction is still taken
      Given the reference stands where it stood until 2025
      When the merchant opens the session
      Then the session is open

    @sandbox
    Scenario: The same reference may stand in both places
      Given the order carries "kontrakt-twice-the-same" at "/reference"
      And the order carries "kontrakt-twice-the-same" at "/transaction/reference"
      When the merchant opens the session
      Then the session stands under the reference "kontrakt-twice-the-same"

    @sandbox
    Scenario: Two references that differ are refused
      Given the order carries "another-reference" at "/transaction/reference"
      When the merchant tries to open the session
      Then the session is refused because the request is invalid
      And the refusal is called "Validation-00001"
      And the refusal is about "Transaction.Reference"
      And the request is reported as "guide.one-reference"

    @sandbox
    Scenario Outline: A reference of <length> characters opens no session
      Given its reference has <length> characters
      When the merchant tries to open the session
      Then the session is refused because the request is invalid
      And the refusal is called "Validation-00001"
      And the refusal is about "Reference"
      And the request is reported as "guide.reference-form"

      Examples: one too few, one too many
        | length |
        | 7      |
        | 51     |

    @sandbox
    Scenario Outline: A reference with <sign> opens no session
      Given the order carries "<reference>" at "/reference"
      When the merchant tries to open the session
      Then the session is refused because the request is invalid
      And the refusal is about "Reference"
      And the request is reported as "guide.reference-form"

      Examples: signs that shops like
        | sign          | reference      |
        | an underscore | order_20260001 |
        | a space       | order 20260001 |
        | a hash        | order#20260001 |
        | a slash       | order/20260001 |

    @sandbox
    Scenario: A session without any reference is refused
      Given the order carries nothing at "/reference"
      When the merchant tries to open the session
      Then the session is refused because the request is invalid
      And the refusal is about "Reference"
      And the request is reported as "guide.one-reference"

    @sandbox
    Scenario: A session without a type is one for a payment
      Given the order carries nothing at "/type"
      And the merchant has opened the session
      When Kari pays
      Then the session is paid
      And the request breaks the contract at "/type"

  @rule:checkout-refusal-names
  Rule: A refusal names the field

    Scenario Outline: The refusal of a session without <what> names it
      Given the order carries nothing at "<place>"
      When the merchant tries to open the session
      Then the session is refused because the request is invalid
      And the refusal is called "Validation-00001"
      And the refusal is about "<field>"
      And the request breaks the contract at "<place>"

      Examples: fields that every session needs
        | what            | place                                    | field                                   |
        | a callback      | /merchantInfo/callbackUrl                | MerchantInfo.CallbackUrl                |
        | a way back      | /merchantInfo/returnUrl                  | MerchantInfo.ReturnUrl                  |
        | a token         | /merchantInfo/callbackAuthorizationToken | MerchantInfo.CallbackAuthorizationToken |
        | a text          | /transaction/paymentDescription          | Transaction.PaymentDescription          |
        | an amount       | /transaction/amount                      | Transaction.Amount                      |

    @production-safe
    Scenario: The refusal of an unknown session is called by its name
      When the merchant tries to look at a session that nobody opened
      Then the look is refused because the merchant has no such session
      And the refusal is called "Session-00100"
      And every exchange keeps to the contract

  @rule:checkout-words
  Rule: Words are spelled as they are documented

    @wire
    Scenario Outline: The word <word> is none of <member>
      Given the order carries {"<member>":"<word>"} at "/configuration"
      When the merchant tries to open the session
      Then the session is refused because the request is invalid
      And the request breaks the contract at "/configuration/<member>"

      Examples: spelled as in version 2, or not at all
        | member              | word                  |
        | elements            | full                  |
        | elements            | paymentOnly           |
        | elements            | Everything            |
        | customerInteraction | customer_present      |
        | customerInteraction | CUSTOMER_AWAY         |
        | userFlow            | web_redirect          |
        | userFlow            | PUSH_MESSAGE          |

    @wire
    Scenario Outline: The word <word> is one of <member>
      Given the order carries {"<member>":"<word>"} at "/configuration"
      When the merchant opens the session
      Then the session is open
      And every exchange keeps to the contract

      Examples: every word
        | member              | word                  |
        | elements            | Full                  |
        | elements            | PaymentAndContactInfo |
        | elements            | PaymentOnly           |
        | customerInteraction | CUSTOMER_PRESENT      |
        | customerInteraction | CUSTOMER_NOT_PRESENT  |
        | userFlow            | WEB_REDIRECT          |
        | userFlow            | NATIVE_REDIRECT       |

    @wire
    Scenario: What may be nothing may be said to be nothing
      Given the order carries null at "/logistics"
      And the order carries null at "/prefillCustomer"
      And the order carries {"customerInteraction":null,"elements":null,"countries":null,"userFlow":null,"requireUserInfo":null,"customConsent":null,"showOrderSummary":null,"externalPaymentMethods":null} at "/configuration"
      And the order carries null at "/merchantInfo/termsAndConditionsUrl"
      When the merchant opens the session
      Then the session is open
      And every exchange keeps to the contract

    @sandbox
    Scenario: A property that nobody knows changes nothing
      Given the order carries true at "/giftWrapped"
      And the merchant has opened the session
      When Kari pays
      Then the session is paid
      And the request is reported as "body.undocumented-property"

  @rule:checkout-prefill
  Rule: What the merchant knows is never held against it

    Scenario: A number that cannot be called opens a session
      Given the merchant knows nothing but the number "call me"
      When the merchant opens the session
      Then the session is open
      And the request is reported as "guide.mobile-number"

    Scenario Outline: A Norwegian number <how> opens a session without forms
      Given the merchant knows nothing but the number "<number>"
      And the customer fills in no forms
      When the merchant opens the session
      Then the session is open
      And every exchange keeps to the contract

      Examples: with and without a plus
        | number      | how            |
        | 4791234567  | without a plus |
        | +4791234567 | with a plus    |

    Scenario: A number that is no text opens a session
      Given the merchant knows who Kari is
      And the order carries 4791234567 at "/prefillCustomer/phoneNumber"
      When the merchant opens the session
      Then the session is open
      And the request breaks the contract at "/prefillCustomer/phoneNumber"

    @sandbox
    Scenario: What cannot be filled in the customer types
      Given the merchant knows nothing but the number "call me"
      And the merchant has opened the session
      When Kari pays
      Then the session says who Kari is and where she lives
      And the request is reported as "guide.mobile-number"

  @rule:checkout-countries
  Rule: Customers live where the merchant sells to

    @sandbox
    Scenario: A customer from a country that the merchant sells to pays
      Given the merchant sells to NO, SE
      And the merchant has opened the session
      And Kari has given an address in Stockholm
      When Kari pays
      Then the session is paid
      And the session says who Kari is and where she lives
      And every exchange keeps to the contract

    @sandbox
    Scenario: A customer from a country that the merchant left out cannot go on
      Given the merchant sells to NO, SE
      And the merchant has opened the session
      When Kari tries to give an address in Helsinki
      Then Kari cannot
      And the session is open

    @sandbox
    Scenario: A merchant that names no country sells to all
      Given the merchant sells to nobody in particular
      And the merchant has opened the session
      And Kari has given an address in Helsinki
      When Kari pays
      Then the session is paid
      And the request is reported as "guide.countries"

  @rule:checkout-consent
  Rule: A box may have to be ticked

    @sandbox
    Scenario: A customer who ticks the box has agreed
      Given the customer must agree to "I have read the [terms](https://shop.example/terms)"
      And the merchant has opened the session
      When Kari pays
      Then the session is paid
      And the customer has agreed
      And every exchange keeps to the contract

    @sandbox
    Scenario: A customer who does not tick a box that must be ticked cannot pay
      Given the customer must agree to "I have read the terms"
      And the merchant has opened the session
      When Kari tries to pay without agreeing
      Then Kari cannot
      And the session is open

    @sandbox
    Scenario: A customer who does not tick a box that may be ticked pays
      Given the customer may agree to "Send me letters"
      And the merchant has opened the session
      When Kari pays without agreeing
      Then the session is paid
      And the customer has not agreed
      And every exchange keeps to the contract

    @sandbox
    Scenario: Where there is no box nobody has agreed to anything
      Given the merchant has opened the session
      When Kari pays
      Then nobody was asked to agree

    @wire
    Scenario: A box without a text is refused
      Given the order carries {"customConsent":{"required":true}} at "/configuration"
      When the merchant tries to open the session
      Then the session is refused because the request is invalid
      And the request breaks the contract at "/configuration/customConsent/text"

  @rule:checkout-summary
  Rule: An order may be told line by line

    @sandbox
    Scenario: The lines of an order are shown
      Given the order has these lines
        | name     | total  | tax   | percent |
        | Two mugs | 399.00 | 79.80 | 25      |
        | A book   | 100.00 | 0.00  | 0       |
      And its lines are shown
      And its terms can be read
      And the merchant has opened the session
      When Kari pays
      Then the session is paid
      And the session comes to 499.00 NOK
      And every exchange keeps to the contract

    Scenario: What comes back counts against the order
      Given the order has these lines
        | name       | total  | tax    | percent | kind   |
        | Three mugs | 598.50 | 119.70 | 25      |        |
        | A broken one | 99.50 | 19.90 | 25      | return |
      When the merchant opens the session
      Then the session is open
      And every exchange keeps to the contract

    @wire
    Scenario Outline: A line with <what> is refused
      Given the order has these lines
        | name     | total  | tax   | percent |
        | Two mugs | 499.00 | 99.80 | 25      |
      And the order carries {"orderLines":[{"id":"mug","name":"Two mugs","totalAmount":<total>,"totalAmountExcludingTax":<net>,"totalTaxAmount":<tax><more>},{"id":"book","name":"A book","totalAmount":<rest>,"totalAmountExcludingTax":<rest>,"totalTaxAmount":0,"taxRate":0}],"orderBottomLine":{"currency":"NOK"}} at "/transaction/orderSummary"
      When the merchant tries to open the session
      Then the session is refused because the request is invalid
      And the request breaks the contract at "/transaction/orderSummary/orderLines/0/<field>"

      Examples: what a line may not say
        | what                          | total | net | tax | more                | rest  | field       |
        | an amount below nothing       | -1    | 0   | 0   | ,"taxRate":0        | 49901 | totalAmount |
        | a tax of more than everything | 0     | 0   | 0   | ,"taxRate":10001    | 49900 | taxRate     |
        | the old percentage only       | 0     | 0   | 0   | ,"taxPercentage":25 | 49900 | taxRate     |

    @wire
    Scenario: An order without lines has no summary
      Given the order carries {"orderLines":[],"orderBottomLine":{"currency":"NOK"}} at "/transaction/orderSummary"
      When the merchant tries to open the session
      Then the session is refused because the request is invalid
      And the request breaks the contract at "/transaction/orderSummary/orderLines"

    @wire
    Scenario: The last line under the name that it has elsewhere is refused
      Given the order carries {"orderLines":[{"id":"mug","name":"Two mugs","totalAmount":49900,"totalAmountExcludingTax":39920,"totalTaxAmount":9980,"taxRate":2500}],"bottomLine":{"currency":"NOK"}} at "/transaction/orderSummary"
      When the merchant tries to open the session
      Then the session is refused because the request is invalid
      And the request breaks the contract at "/transaction/orderSummary/orderBottomLine"
      And the request is reported as "body.undocumented-property"

  @rule:checkout-elsewhere
  Rule: Other ways to pay lead elsewhere

    Scenario Outline: A session may be paid with <method> elsewhere
      Given the order can be paid with "<method>" elsewhere
      When the merchant opens the session
      Then the session is open
      And every exchange keeps to the contract

      Examples: every method
        | method       |
        | Klarna       |
        | SveaCheckout |

    Scenario: A method that nobody knows is refused
      Given the order can be paid with "Barter" elsewhere
      When the merchant tries to open the session
      Then the session is refused because the request is invalid
      And the request breaks the contract at "/configuration/externalPaymentMethods/0/paymentMethod"
