@access-token.v1 @core
Feature: Fetching an access token
  A sales unit proves who it is and gets a token, good for an hour in the test
  environment.

  Background:
    Given a merchant that sells in NOK

  @rule:token-issued
  Rule: The right credentials get a token

    @wire @production-safe
    Scenario: A sales unit with its own credentials gets a token
      When the merchant fetches a token
      Then the answer has the status 200
      And the answer's "token_type" is "Bearer"
      And the answer's "access_token" is not empty
      And the token is good for about an hour or a day
      And every exchange keeps to the contract

    @wire @production-safe
    Scenario: A token can be fetched again while the first is good
      Given the merchant has fetched a token
      When the merchant fetches a token
      Then the answer has the status 200
      And every exchange keeps to the contract

    @wire @production-safe
    Scenario: The other spelling of the path is served
      When the merchant fetches a token at "/accessToken/get"
      Then the answer has the status 200
      And the request is reported as "route.spelling"

  @rule:token-refused
  Rule: Other credentials get none

    @wire
    Scenario Outline: A sales unit with <what> gets no token
      When the merchant fetches a token with <what>
      Then the answer has a status of 4xx
      And the answer holds no token
      And every exchange keeps to the contract

      Examples: what does not belong together
        | what                       |
        | the wrong client secret    |
        | the wrong client id        |
        | the wrong subscription key |

    @wire
    Scenario Outline: A sales unit without its <what> gets no token
      When the merchant fetches a token without its <what>
      Then the answer has a status of 4xx
      And the answer holds no token
      And the request is reported as "auth.missing"

      Examples: what every call for a token carries
        | what             |
        | client secret    |
        | client id        |
        | subscription key |
