// kontrakt: scenarios through the validating proxy; tests and findings show on the page
// of the build, the reports are its artifacts.
pipeline {
    agent any
<<- if not .Sandbox>>
    environment {
        KONTRAKT_CLIENT_ID = credentials('KONTRAKT_CLIENT_ID')
        KONTRAKT_CLIENT_SECRET = credentials('KONTRAKT_CLIENT_SECRET')
        KONTRAKT_SUBSCRIPTION_KEY = credentials('KONTRAKT_SUBSCRIPTION_KEY')
        KONTRAKT_MSN = credentials('KONTRAKT_MSN')
    }
<<- end>>
    stages {
        stage('kontrakt') {
            steps {
                sh 'kontrakt run --format json,html,junit,sarif,markdown --out kontrakt-report'
            }
        }
    }
    post {
        always {
            junit testResults: 'kontrakt-report/junit.xml', allowEmptyResults: true
            recordIssues tool: sarif(pattern: 'kontrakt-report/results.sarif', name: 'kontrakt')
            archiveArtifacts artifacts: 'kontrakt-report/**', allowEmptyArchive: true
        }
    }
}
