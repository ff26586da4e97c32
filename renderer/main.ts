// First: it names the order of the cascade layers, which the styles of the components would settle otherwise.
import './styles/index.css'
import { createPinia } from 'pinia'
import { createApp } from 'vue'
import App from './App.vue'

createApp(App).use(createPinia()).mount('#app')
